"""How like two texts are: words of the trade brought to one form, and texts ranked for a request.

Ground floor: knows nothing of interviews, cases or screens.
"""
