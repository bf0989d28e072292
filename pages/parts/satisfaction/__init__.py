"""What do customers say of support, can it be trusted, and what goes with it?"""
