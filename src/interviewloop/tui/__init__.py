"""The screens. They show values and send events; no rule of the domain lives here."""
