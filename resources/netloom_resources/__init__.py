"""Sample data, icons and help pages that come with Netloom."""
