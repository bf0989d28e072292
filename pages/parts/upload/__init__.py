"""What the upload page is made of: files on disk, how each is read, work in the background, reports, history."""
