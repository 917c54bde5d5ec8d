"""Views: everything one tab shows, computed in one call: frames, pictures, sentences. A page only puts it on screen."""
