# SPDX-License-Identifier: MIT
"""The small wrong changes that can be made to a C++ file: a condition negated, a `return` that gives the opposite, or
nothing. What stands in comments, texts and directives is left alone."""
import dataclasses
import re

OPEN, CLOSE = '([{', ')]}'
TOKEN = re.compile(r'''
    (?P<skip> \s+ | //[^\n]* | /\*.*?\*/ | ^[ \t]*\#(?:[^\n]*\\\n)*[^\n]* )
  | (?P<text> (?:u8|[uUL])?R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+' )
  | (?P<word> [A-Za-z_]\w* | \d(?:[\w.]|'\d)* )
  | (?P<sign> ::|->|\+\+|--|<=>|[=!<>+\-*/%&|^]=|&&|\|\||<<|. )
''', re.VERBOSE | re.DOTALL | re.MULTILINE)


@dataclasses.dataclass
class Token:
    text: str
    start: int
    end: int


@dataclasses.dataclass
class Mutant:
    path: str  # below src/
    start: int  # what stands there in the file, up to `end`, becomes `text`
    end: int
    text: str
    what: str
    line: int


def tokens_of(source):
    return [Token(found.group(), found.start(), found.end()) for found in TOKEN.finditer(source)
            if found.lastgroup != 'skip' and not found.group('skip')]


def matching(tokens, first):
    """The index of the bracket that closes the one at `first`."""
    depth = 0
    for i in range(first, len(tokens)):
        depth += (tokens[i].text in OPEN) - (tokens[i].text in CLOSE)
        if depth == 0:
            return i
    raise ValueError(f'a bracket at {tokens[first].start} is not closed')


def at_top(tokens, first, end):
    """Indices of the tokens from `first` up to `end` that are in no bracket of their own."""
    i = first
    while i < end:
        yield i
        i = matching(tokens, i) if tokens[i].text in OPEN else i + 1


def is_condition(tokens, first, end):
    """Whether an expression is surely true or false: it is a comparison or a negation."""
    signs = {tokens[i].text for i in at_top(tokens, first, end)}
    return tokens[first].text == '!' and not signs & {'?'} or \
        bool(signs & {'==', '!=', '<=', '>=', '&&', '||'}) and not signs & {'?', '+', '<<'}


def negated(tokens, first, end, source):
    """(start, end, text) that negates the condition of an `if` or `while` between its parentheses."""
    init = [i for i in at_top(tokens, first, end) if tokens[i].text == ';']
    first = init[-1] + 1 if init else first
    span = tokens[first].start, tokens[end - 1].end
    condition = source[slice(*span)]
    declared = [i for i in at_top(tokens, first, end) if tokens[i].text == '=']
    if declared:  # of `if (auto x = y)`
        return *span, f'{condition}; !{tokens[declared[0] - 1].text}'
    return *span, f'!({condition})'


NOTHING = re.compile(r'(\{\}|""|0|nullptr|std::nullopt|[\w:]+(<[\w:]+>)?(\(\)|\{\}))$')


def changed_return(tokens, first, end, source):
    """The same for the value of a `return`; nothing where it gives nothing already."""
    span = tokens[first].start, tokens[end - 1].end
    value = source[slice(*span)]
    if value in ('true', 'false'):
        return *span, 'false' if value == 'true' else 'true'
    if is_condition(tokens, first, end):
        return *span, f'!({value})'
    # `f()` may give something, `Type()` does not
    if value == '*this' or NOTHING.match(value) and not re.match(r'[a-z_:]+\(\)$', value):
        return None
    return *span, '{}'


def chosen(tokens, sign):
    """Of a `?` where the condition before it begins."""
    i = sign
    while i > 0:
        i -= 1
        if tokens[i].text in CLOSE:
            depth = 1
            while depth:
                i -= 1
                depth += (tokens[i].text in CLOSE) - (tokens[i].text in OPEN)
        elif tokens[i].text in [*OPEN, ',', ';', '=', '?', ':', 'return', '+=', '}']:
            return i + 1
    return None


def follows_switch(tokens, place):
    """Whether a `return` comes after a switch that returns for every value."""
    if tokens[place - 1].text != '}':
        return False
    i, depth = place - 1, 1
    while depth:
        i -= 1
        depth += (tokens[i].text in CLOSE) - (tokens[i].text in OPEN)
    if tokens[i - 1].text != ')':
        return False
    i, depth = i - 1, 1
    while depth:
        i -= 1
        depth += (tokens[i].text in CLOSE) - (tokens[i].text in OPEN)
    return tokens[i - 1].text == 'switch'


def mutants_of(path, source):
    """Every change that can be drawn in a file of this text."""
    tokens = tokens_of(source)
    found = []

    def add(change, what, place):
        if change:
            line = source.count('\n', 0, tokens[place].start) + 1
            found.append(Mutant(path, *change, what, line))

    for i, token in enumerate(tokens):
        after = tokens[i + 1].text if i + 1 < len(tokens) else ''
        if token.text in ('if', 'while') and after == '(':
            add(negated(tokens, i + 2, matching(tokens, i + 1), source), f'{token.text} negated', i)
        elif token.text == '?':
            first = chosen(tokens, i)
            span = tokens[first].start, tokens[i - 1].end
            add((*span, f'!({source[slice(*span)]})'), '? negated', i)
        elif token.text == 'return' and after != ';' and not follows_switch(tokens, i):
            end = next(j for j in at_top(tokens, i + 1, len(tokens)) if tokens[j].text == ';')
            add(changed_return(tokens, i + 1, end, source), 'return', i)
    return found
