"""Sets of stations as bit masks: what they hold and cost, and their growth by compiled walks under bounds."""
