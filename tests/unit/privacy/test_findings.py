"""What in a text is found to be personal, and what is not."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.privacy.findings import Kind, Span, find, merged


def found(text: str, regions: tuple[str, ...] = ("US", "GB", "DE")) -> list[tuple[Kind, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find(text, regions)]


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "4111\u20131111\u20131111\u20131111",
        "4111\n1111\n1111\n1111",
        "4111 1111\n1111 1111",
        "4111,1111,1111,1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "3782 822463 10005",
        "5500 0000 0000 0004",
        "6011 0009 9013 9424",
        "\uff14\uff11\uff11\uff11 1111 1111 1111",
        "4111 llll 1111 IIII",
        "41ll llll 1111 llll",
        "4111 1111 1111 1112",
        "4111 1111 1111 111",
        "4111 1111 1111",
    ],
)
def test_a_card_is_found_however_it_is_written_or_misread(number: str) -> None:
    assert found(f"Number: {number}.") == [(Kind.CARD, number)]


def test_a_misread_card_without_groups_is_known_by_the_words_beside_it() -> None:
    assert found("Visa card 4111111111111112") == [(Kind.CARD, "4111111111111112")]
    assert found("Order 4111111111111112") == []


def test_a_whole_card_does_not_go_on_in_the_next_line() -> None:
    assert found("4362 4695 3356 1826\n748 of 6314 files") == [(Kind.CARD, "4362 4695 3356 1826")]


def test_a_date_read_as_part_of_a_card_does_not_save_it() -> None:
    assert found("Number 41111111111111111227") == [(Kind.CARD, "41111111111111111227")]


@pytest.mark.parametrize(
    "iban",
    [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "DE89-3704-0044-0532-0130-00",
        "DE89 3704 0044 0532\n0130 00",
        "GB29 NWBK 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606",
        "DE89 37O4 0O44 0532 0l30 00",
        "NL91 ABNA 0417 1643 00",
        "DE89 3704 0044 0532 0138 00",
    ],
)
def test_an_iban_is_found_however_it_is_written_or_misread(iban: str) -> None:
    assert found(f"Pay to {iban} today") == [(Kind.BANK_ACCOUNT, iban)]


@pytest.mark.parametrize(
    "text, number",
    [
        ("SSN 536-90-4399", "536-90-4399"),
        ("Insurance AB 12 34 56 C", "AB 12 34 56 C"),
        ("Steuer-ID: 36 574 261 809", "36 574 261 809"),
        ("NIR 2 95 10 99 126 111 93", "2 95 10 99 126 111 93"),
        ("DNI 54362315K", "54362315K"),
        ("NIE X-2482300W", "X-2482300W"),
        ("codice RCCMNL83S18D969H", "RCCMNL83S18D969H"),
        ("BSN 1112.22.333", "1112.22.333"),
        ("PESEL 44051401359", "44051401359"),
        ("Personnummer 880320-0016", "880320-0016"),
        ("AHV 7569217076985", "7569217076985"),
        ("CPF 390.533.447-05", "390.533.447-05"),
        ("Passport no. C01X00T47", "C01X00T47"),
    ],
)
def test_national_numbers_are_found(text: str, number: str) -> None:
    assert found(text) == [(Kind.NATIONAL, number)]


@pytest.mark.parametrize(
    "address", ["jane.doe@example.com", "x+y@mail.example.co.uk", "jane @ example . org", "müller@beispiel.de", "a(at)b.org"]
)
def test_e_mail_addresses_are_found(address: str) -> None:
    assert found(f"Write to {address}") == [(Kind.E_MAIL, address)]


@pytest.mark.parametrize("number", ["+44 20 7946 0958", "020 7946 0958", "(212) 555-0143", "+49 30 901820", "0049 30 901820", "030 901820"])
def test_phone_numbers_are_found(number: str) -> None:
    assert [kind for kind, _ in found(f"at {number} now")] == [Kind.PHONE]


def test_a_plain_number_is_a_phone_number_only_where_it_is_called_one() -> None:
    assert found("Mobile 2125550143") == [(Kind.PHONE, "2125550143")]
    assert found("Invoice 2125550143") == []


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-aB3dE6fG9hJ2kL5mN8pQ",
        "sk-ant-api03-Zx81kQ0pLmN4vB7c",
        "AKIAIOSFODNN7EXAMPLE",
        "AIzaSyD3x9kLmN0pQrStUvWxYz12345678aBc",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "glpat-9xKq27LmNp4rStVw",
        "gIpat-FQWugLmjCgL",
        "xoxb-123456789012-abcdEFGH1234",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "npm_aBcD1234eFgH5678iJkL",
        "pypi-AgEIcHlwaS5vcmcCJDkw",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY12",
    ],
)
def test_keys_are_found(key: str) -> None:
    assert found(f"use {key} here") == [(Kind.KEY, key)]


def test_a_key_that_goes_on_in_the_next_line_is_found_whole() -> None:
    key = "sk-proj-aB3dE6fG9hJ2kL5mN8pQ\nR4sT7uV0wX3yZ6aB"
    assert found(f"{key}\nand then") == [(Kind.KEY, key)]


def test_two_keys_below_one_another_are_two() -> None:
    keys = ["sk-ant-api03-pk6ZcSvXPWoDkpWYfbvJH3xQ", "AKIARG7FT5D4IH6JIVZ0"]
    assert [text for _, text in found(f"A_KEY={keys[0]}\nB_KEY={keys[1]}\n2086-04-27")] == keys


def test_private_keys_are_found_over_all_their_lines() -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\nAAAEbm9uZQ==\n-----END OPENSSH PRIVATE KEY-----"
    assert found(f"a\n{key}\nb") == [(Kind.PRIVATE_KEY, key)]


def test_a_private_key_whose_end_is_out_of_sight_is_found() -> None:
    assert found("-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq2\nsW3xk29fLQ81") == [
        (Kind.PRIVATE_KEY, "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq2\nsW3xk29fLQ81")
    ]


@pytest.mark.parametrize(
    "text, kind, secret",
    [
        ("Password: hunter2", Kind.PASSWORD, "hunter2"),
        ("Your password is Tr0ub4dor&3", Kind.PASSWORD, "Tr0ub4dor&3"),
        ("Password\nTr0ub4dor&3", Kind.PASSWORD, "Tr0ub4dor&3"),
        ("DB_PASSw0RD=Falcon8738%copper", Kind.PASSWORD, "Falcon8738%copper"),
        ("Recovery phrase: correct horse battery staple", Kind.PASSWORD, "correct horse battery staple"),
        ('api_key = "k3yv4lue99"', Kind.KEY, "k3yv4lue99"),
        ("Your verification code is 493 201", Kind.CODE, "493 201"),
        ("G-493201 is your code", Kind.CODE, "G-493201"),
        ("PIN: 4711", Kind.CODE, "4711"),
        ("CVV\n123", Kind.CODE, "123"),
    ],
)
def test_what_stands_behind_a_telling_word_is_found(text: str, kind: Kind, secret: str) -> None:
    assert found(text) == [(kind, secret)]


@pytest.mark.parametrize(
    "text",
    [
        "ISBN 978-3-16-148410-0",
        "Version 12.4.1.2024, build 20261125",
        "commit 4f2ef51aa09dbb2938acbcdef01234567890abcd",
        "2026-11-25 12:30:45, 25.11.2026",
        "Total $1,234.56 of 10,000.00",
        "Order 112-7734512-9981",
        "3 of 27 items, 45 %",
        "123e4567-e89b-12d3-a456-426614174000",
        "Password\nForgot your password?",
        "Password: required",
        "Password: ••••••••",
        "error code 404",
        "192.168.178.25:8080",
        "40 41 42 43 44 45 46 47",
    ],
)
def test_ordinary_numbers_and_words_are_left(text: str) -> None:
    assert found(text) == []


def test_findings_that_overlap_are_one_of_the_graver_kind() -> None:
    assert merged([Span(Kind.PHONE, 3, 9), Span(Kind.CARD, 0, 5), Span(Kind.E_MAIL, 9, 12)]) == (
        Span(Kind.CARD, 0, 9),
        Span(Kind.E_MAIL, 9, 12),
    )


@given(st.text(alphabet=st.sampled_from("0123456789 -.\n@+:=ABDEkey_sPINpaword•é\u00a0"), max_size=300))
def test_findings_are_in_order_and_inside_of_the_text(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_card_is_found_among_anything(before: str, after: str) -> None:
    text = f"{before}\n\n4012 8888 8888 1881\n\n{after}"
    start = text.index("4012 8888 8888 1881", len(before))
    assert any(span.start <= start and span.end >= start + 19 for span in find(text))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("piece", ["4111 ", "1-", "a@", "-----BEGIN PRIVATE KEY"])
def test_a_hostile_megabyte_takes_seconds_not_hours(piece: str) -> None:
    started = time.perf_counter()
    find(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 200


def test_a_misread_iban_without_groups_is_known_by_its_length() -> None:
    assert found("PT91471432117707100935739") == [(Kind.BANK_ACCOUNT, "PT91471432117707100935739")]


def test_an_amount_and_the_date_below_it_are_no_card() -> None:
    assert found("Total $ 32,265.67\n2066-02-21 12:48") == []


def test_a_number_whose_birthplace_is_in_no_table_is_no_error() -> None:
    for area in range(110000, 660000, 1000):
        body = f"{area:06d}19800101123"
        check = (1 - 2 * int(body, 13)) % 11
        find(f"No. {body}{'X' if check == 10 else check}")


@pytest.mark.parametrize("number", ["4581 1921 0122 3", "4581\n1921\n0122\n3"])
def test_a_card_whose_last_group_is_one_figure_is_found(number: str) -> None:
    assert found(f"Account {number}") == [(Kind.CARD, number)]


def test_a_card_of_which_figures_were_lost_is_known_by_the_words_beside_it() -> None:
    assert found("Visa: 27202 6262 2306") == [(Kind.CARD, "27202 6262 2306")]


@pytest.mark.parametrize(
    "rest", ["p7RKhJoXGEJJKyKsOnBhoJRpkOvUwXstv3xQ", "dCiK1dQhaF8rcC24xQ", "A1eGthXGFbYZWvsjEYYXoVgEwlNIW3xQ", "KIAXAKH55KTD3FAPSP6"]
)
def test_the_rest_of_a_key_whose_beginning_was_lost_is_found(rest: str) -> None:
    assert found(f"n {rest} b") == [(Kind.KEY, rest)]


@pytest.mark.parametrize(
    "name",
    [
        "X520StateOrProvinceName",
        "XK_3270_DeleteWord",
        "Screenshot2026-11-05",
        "org.wiki/ISO_3166-1-alpha",
        "getElementsByTagNameNS2",
        "commit 97ed8a3f20c1b4d5e6f7",
        "IMG20261105WA0012edited",
    ],
)
def test_long_names_are_no_keys(name: str) -> None:
    assert found(f"open {name} here") == []


@pytest.mark.parametrize("number", ["720.7406.1386.3477", "1111 1111 1111 1111", "9716782682023421", "122 4764 7181 6005"])
def test_a_card_whose_first_figure_is_lost_or_misread_is_known_by_the_word_before_it(number: str) -> None:
    assert found(f"Card number: {number}") == [(Kind.CARD, number)]


@pytest.mark.parametrize("text", ["Card 7 of 12, order 112-1932648-4917883", "Card 1 of 2: tracking 1Z2535462512134787"])
def test_a_number_behind_another_one_is_no_card(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2019 2020 2021 2022",
        "Prices 1,299.00 899.00 2,450.00 19.99",
        "Article 100234567 Article 100234568",
        "2026-11-25 12:14 2026-11-26 08:30",
        "Order 112-1932648-4917883",
        "Tracking 1Z2535462512134787",
        "Row 1000 2000 3000 9000",
        "Serial 90412 90413 90414 90415",
    ],
)
def test_ordinary_numbers_are_left(text: str) -> None:
    assert found(text) == []


def test_a_key_of_capitals_that_is_cut_in_two_is_found_in_both_lines() -> None:
    assert found("Key:\nAKIABXZQ5Z3FE\nK5MMFZO") == [(Kind.KEY, "AKIABXZQ5Z3FE\nK5MMFZO")]


@pytest.mark.parametrize("token", ["AKIILM3ZFSDN3AJ4GDV", "VK7JG-NPHTM-C97JM-9MPGT", "a81bc81bdead4e5dabff"])
def test_behind_the_word_key_a_token_is_a_key(token: str) -> None:
    assert found(f"Key: {token}") == [(Kind.KEY, token)]


@pytest.mark.parametrize("text", ["Key: Enter", "Key: F12", "Press any key: 2026-11-25 12:14", "Key is Ctrl+Alt+F12", "Key\nOpen 12 files"])
def test_behind_the_word_key_other_things_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("number", ["4608~1720-2362-4021", "4122-4764-7181-5", "6223|9463|7652|8980|603", "4111!1111|1111!1111"])
def test_a_card_with_a_misread_sign_is_known_by_its_groups(number: str) -> None:
    assert found(f"Number {number}.") == [(Kind.CARD, number)]
