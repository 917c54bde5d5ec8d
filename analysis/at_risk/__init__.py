"""At risk: who is late, slowing, quiet; and whether a rule that calls people gone is right."""
