"""Numbers in words: "twenty-five", "one hundred and twenty", "two point five", "half a". Pure."""

from __future__ import annotations

from mmassist.dialogue.claims.reading import Reading

_MOST_WORDS = 14


def spelled_at(read: Reading, at: int) -> tuple[str, int] | None:
    """The number that begins at the word `at`, as digits, and the index behind it; None where none begins."""
    words = read.words
    token = read.at(at)
    if token is None:
        return None
    if token.folded in words.fractions:
        return _fraction(read, at)
    total, current, end = 0, -1, at
    last = 1000
    while end < min(at + _MOST_WORDS, len(read.tokens)) and (end == at or not read.tokens[end - 1].stop):
        word = read.tokens[end].folded
        if word == "and" and current >= 0 and last >= 100 and _begins(read, end + 1):
            end += 1
            continue
        value, size = _word(read, word)
        if size == "unit" and value >= 0 and _fits(value, last):
            current, last = max(current, 0) + value, value if value >= 20 and value % 10 == 0 else 1
        elif size == "scale" and current > 0:
            current, last = current * value, value
            if value >= 1000:
                total, current = total + current, 0
        else:
            break
        end += 1
    if end == at or current < 0:
        return None
    return _behind(read, str(total + current), end)


def _word(read: Reading, word: str) -> tuple[int, str]:
    words = read.words
    if word in words.numbers:
        return words.numbers[word], "unit"
    if word in words.scales:
        return words.scales[word], "scale"
    tens, dash, ones = word.partition("-")
    if dash and tens in words.numbers and ones in words.numbers and words.numbers[tens] >= 20 and 0 < words.numbers[ones] < 10:
        return words.numbers[tens] + words.numbers[ones], "unit"
    return -1, ""


def _fits(value: int, last: int) -> bool:
    """Whether `value` may follow what came `last`: "twenty five", "hundred five", not "five six"."""
    return value < last if last >= 100 else (last >= 20 and 0 < value < 10)


def _begins(read: Reading, at: int) -> bool:
    token = read.at(at)
    return token is not None and not read.tokens[at - 1].stop and _word(read, token.folded)[1] == "unit"


def _behind(read: Reading, digits: str, end: int) -> tuple[str, int]:
    """Decimals or a fraction behind whole words: "two point five", "one and a half"."""
    if read.follows(end) in read.words.point:
        decimals, at = "", end + 1
        while at < end + 6 and read.follows(at) and 0 <= (digit := read.words.numbers.get(read.tokens[at].folded, -1)) < 10:
            decimals += str(digit)
            at += 1
        return (f"{digits}.{decimals}", at) if decimals else (digits, end)
    if read.follows(end) == "and" and read.follows(end + 1) == "a" and (part := read.words.fractions.get(read.follows(end + 2))):
        return digits + part.removeprefix("0"), end + 3
    return digits, end


def _fraction(read: Reading, at: int) -> tuple[str, int] | None:
    """ "half a tablet", "a quarter of"; alone the word may mean anything."""
    value = read.words.fractions[read.tokens[at].folded]
    if read.follows(at + 1) in ("a", "an"):
        return value, at + 2
    return (value, at + 1) if not read.tokens[at].folded.isalpha() else None
