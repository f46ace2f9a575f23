"""What goes over the wire: the bodies that routes take and answer; the page and programs rely on them."""
