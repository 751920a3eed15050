"""From a decision to what leaves the office: alerts, letters (文书), warnings, deadlines."""
