"""Parts of the journey page: the customers it is about, their steps, and the support in them."""
