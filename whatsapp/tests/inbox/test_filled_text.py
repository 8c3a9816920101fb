from whatsapp.templatetags.template_text import as_filled


def test_each_value_is_an_element_of_its_own_and_what_is_missing_is_marked() -> None:
    assert as_filled("طلبك \u2068A-7 (2)\u2069 يا \u2068{{2}}\u2069.") == (
        'طلبك <bdi class="value">A-7 (2)</bdi> يا <bdi class="blank">{{2}}</bdi>.'
    )
    assert as_filled("*أهلاً \u2068Sara\u2069*") == '<strong>أهلاً <bdi class="value">Sara</bdi></strong>'


def test_nothing_in_a_value_becomes_html() -> None:
    assert "<b>" not in as_filled("يا \u2068<b>x</b>\u2069")


def test_a_mark_that_cuts_through_a_value_leaves_no_crossed_elements() -> None:
    assert as_filled("\u2068a *b\u2069 c*") == "\u2068a <strong>b\u2069 c</strong>"


def test_a_link_leads_where_it_is_sent_whatever_stands_in_it() -> None:
    html = as_filled("see https://n.example/\u20687\u2069 now")
    assert 'href="https://n.example/7"' in html
    assert "\u2068" not in html
