"""What a person is told of: notices behind the bell, and by which way he wants each kind."""
