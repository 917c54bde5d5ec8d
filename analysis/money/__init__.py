"""Money: what was paid, by whom, when it changed and why; monthly revenue in whole cents from subscriptions."""
