"""Looks at everything the program rests on, and says what is wrong and how to mend it."""
