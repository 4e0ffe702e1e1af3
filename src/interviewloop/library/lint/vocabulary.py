"""Word lists of the rules on wording."""

from __future__ import annotations

_TRAITS = """
ambitious analytical arrogant articulate brilliant careless charismatic charming clever competent
confident creative curious decisive diligent disorganised eager eloquent energetic enthusiastic
friendly gifted humble impressive insightful intelligent knowledgeable lazy likeable logical
motivated nervous opinionated passionate personable polished proactive professional rigorous shy
skilled sloppy smart sophisticated talented thorough thoughtful
"""
_OPENERS = """
across always analytics as basics besides business data details half his hers its less lots metrics
numbers others perhaps series sometimes theirs this thus towards users various was yes
"""
_IDIOMS = """
apples to apples, at the end of the day, back to square one, ball is in your court, ballpark,
behind the eight ball, bite the bullet, black friday, boil the ocean, break a leg, christmas,
curveball, curve ball, cut corners, deep dive, diwali, drop the ball, easter, elephant in the room,
game changer, hail mary, halloween, hit it out of the park, home run, in the same boat,
jump the gun, knock it out of the park, level playing field, low-hanging fruit,
monday morning quarterback, move the goalposts, move the needle, on the ball, on the same page,
out of left field, piece of cake, play hardball, ramadan, red herring, rule of thumb,
silver bullet, slam dunk, smoking gun, step up to the plate, sticky wicket, super bowl,
take a rain check, thanksgiving, three strikes, throw in the towel, touch base, touchdown,
under the weather, valentine, world cup
"""
_UNITS = """
ago cent cents count counts date day days degrees dollars euros hour hours id index kilobytes level
minute minutes month months ms number people per percent percentage points probability rank ratio
requests score second seconds sessions share time times units users utc version week weeks year
years
"""

TRAIT_WORDS = tuple(_TRAITS.split())
"""Impressions of a person, or of a whole performance. A camera records none of them."""
NO_VERBS = frozenset(_OPENERS.split())
"""Words in s that may open a sentence and are no verbs. Plurals that can be verbs stay out."""
IDIOMS = tuple(idiom.strip() for idiom in _IDIOMS.split(","))
"""Sayings, sports and holidays that a reader from elsewhere may not know."""
UNIT_WORDS = frozenset(_UNITS.split())
"""Words in an axis label that say what is counted or measured."""
