# The script reads its settings from here; the tests need none.
