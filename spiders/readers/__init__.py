"""How a channel's list is read: feed, list page, sitemap. Pure functions over fetched bytes."""
