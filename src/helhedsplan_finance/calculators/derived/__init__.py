"""Plans that are made from plans: two that become one, and the period that follows."""
