-- Which characters are Chinese, and which are full-width punctuation.

local characters = {}

function characters.is_han(code)
  return (code >= 0x3400 and code <= 0x9FFF)
    or (code >= 0xF900 and code <= 0xFAFF)
    or (code >= 0x20000 and code <= 0x3FFFF)
end

function characters.is_wide_mark(code)
  return (code >= 0x3000 and code <= 0x303F)
    or (code >= 0xFF00 and code <= 0xFF65)
    or (code >= 0x2018 and code <= 0x201D)
    or code == 0x2026 or code == 0x2014
end

function characters.first(text)
  return #text > 0 and utf8.codepoint(text, 1) or 0
end

function characters.last(text)
  return #text > 0 and utf8.codepoint(text, utf8.offset(text, -1)) or 0
end

return characters
