"""Drawing and moving pictures: what each kind costs, and how good it is."""
