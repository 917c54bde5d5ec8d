"""Win back: whom to contact and when, who is left out on purpose, and whether it worked."""
