"""Everything that answers questions over HTTP; the only home of httpx."""
