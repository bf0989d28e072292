"""Made-up firms whose truth is known: does the like-with-like comparison keep its promises?"""
