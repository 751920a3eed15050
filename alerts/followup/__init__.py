"""What follows a decision: alerts, deadlines, rechecks, relisting, the end of a lead."""
