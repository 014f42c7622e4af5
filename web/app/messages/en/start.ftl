# The beginning.
