"""Theme: how every page looks and speaks: base templates, template tags, styles, fonts, icons, interface languages.

It owns the frame around all pages, the words of the interface in each language, and who the site is (its name,
colour, contact). It does not own the content of any page: that comes as frozen values from the rooms above.
"""
