"""The template tags of the theme: load them with ``{% load fanlight %}``."""
