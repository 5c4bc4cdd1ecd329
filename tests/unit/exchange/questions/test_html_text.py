"""HTML → text, case by case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.exchange.questions.html_text import MAX_TAGS, Plain, plain, plain_where_marked
from quizapp.exchange.questions.parsed import Refused

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML">%s</math>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("không có thẻ", "không có thẻ"),
        ("<p>một</p><p>hai<br>ba<br/>bốn</p>", "một\nhai\nba\nbốn"),
        ("<ul><li>một</li><li>hai</li></ul>", "một\nhai"),
        ("<table><tr><td>một</td><td>hai</td></tr><tr><td>ba</td></tr></table>", "một hai\nba"),
        ("một\n   hai", "một hai"),
        ("<pre>một\n  hai</pre>", "một\nhai"),
        ("<b>đ</b>ậm", "đậm"),
        ("a&nbsp;&amp;&lt;b&gt; &#273;", "a &<b> đ"),
        ("5 < 6 <7 và <3", "5 < 6 <7 và <3"),
        ("cà<!-- <p>ẩn</p> --> phê", "cà phê"),
        ("a<script>if (1 < 2) { '<b>' }</script>b<style>p {}</style>c", "abc"),
        ("<title>ẩn</title>thấy", "thấy"),
        ("10<sup>9</sup>, CO<sub>2</sub>", "10⁹, CO₂"),
        ("10<sup>-<i>9</i></sup>", "10⁻⁹"),
        ("2<sup>x</sup>, a<sub>k</sub>, 2<sup>a+b</sup>", "2^x, a_k, 2^(a+b)"),
        ("1<sup>st</sup>", "1st"),
        ("<span title='a > b'>c</span>", "c"),
        ("Hòa", "Hòa"),
        ("<o:p></o:p><g3>thẻ lạ</g3>", "thẻ lạ"),
        ('<a href="http://x">liên kết</a>', "liên kết"),
        ("chưa đóng <b", "chưa đóng"),
    ],
)
def test_html_is_read_as_a_reader_sees_it(html: str, text: str) -> None:
    assert plain(html) == Plain(text=text)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="a.png" alt="lá cờ"> Pháp', Plain(text="[lá cờ] Pháp", pictures=1)),
        ('<img alt="image 1.png">x', Plain(text="x", pictures=1)),
        ('<img src="data:image/png;base64,AAAA">x', Plain(text="x", pictures=1)),
        ("<svg><text>chữ trong hình</text></svg>y", Plain(text="y", pictures=1)),
        ('<a href="@@PLUGINFILE@@/x.mp3">Nghe</a>', Plain(text="Nghe", pictures=1)),
        ("<video>phim</video>", Plain(text="phim", pictures=1)),
    ],
)
def test_what_text_can_not_hold_is_counted(html: str, expected: Plain) -> None:
    assert plain(html) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("<mfrac><mn>1</mn><mn>6</mn></mfrac>", Plain(text="1/6")),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", Plain(text="(a + b)/2")),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mn>4</mn>", Plain(text="x² = 4")),
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>9</mn></mrow></msup>", Plain(text="10⁻⁹")),
        ("<msub><mi>a</mi><mi>k</mi></msub>", Plain(text="a_k")),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", Plain(text="√(a + b)")),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", Plain(text="(a, b)")),
        ("<semantics><mn>7</mn><annotation>\\seven</annotation></semantics>", Plain(text="7")),
        ("<mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable>", Plain(text="1", pictures=1)),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", Plain(text="8 3", pictures=1)),
    ],
)
def test_a_formula_is_written_on_a_line_where_it_can_be(formula: str, expected: Plain) -> None:
    assert plain(MATH % formula) == expected


def test_prefixes_of_names_do_not_matter() -> None:
    assert plain("<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>") == Plain(text="1/2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x < 5 và y > 3", "x < 5 và y > 3"),
        ("a<b và c>d", "a<b và c>d"),
        ("vector<int> v", "vector<int> v"),
        ("<b>đậm</b>\nhai", "đậm\nhai"),
        ("AT&T &amp; <i>x</i> a<b", "AT&T & x a<b"),
        ("một\nhai", "một\nhai"),
    ],
)
def test_text_typed_by_hand_keeps_what_is_no_markup(text: str, expected: str) -> None:
    assert plain_where_marked(text) == Plain(text=expected)


def test_a_text_of_nothing_but_tags_is_refused() -> None:
    with pytest.raises(Refused):
        plain("<b>" * (MAX_TAGS + 1))


@pytest.mark.parametrize("unit", ['<a "', "<", "<a", "<!--", "<img alt='", '<p ">', "<sup>", "<math><mrow>", "&lt"])
def test_broken_markup_ends_without_an_error(unit: str) -> None:
    assert isinstance(plain(unit * 5000), Plain)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("<>/!-&;\"' =abpsup\nđ?[]x1"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(plain(text), Plain)
    assert isinstance(plain_where_marked(text), Plain)
