"""Read models of working together: groups of leads, what lists mark, what a lead's page adds, rates."""
