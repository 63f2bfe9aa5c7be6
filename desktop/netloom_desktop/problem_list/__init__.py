"""Problems one below the other, each with the button that mends it."""
