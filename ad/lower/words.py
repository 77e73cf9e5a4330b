"""Bodies that go through the words of one kind in a stretch of memory: copies of pointers, adjoints moved, zeros."""
from __future__ import annotations

# each word of a kind in turn: the first at %offset, then one a period (a period of 0: no others); from the end where the places overlap so
_WORDS = """
define internal void @llb.words.{name}({params}, i64 %size, i64 %offset, i64 %period) nounwind {{
enter:
  %end = add i64 %offset, {bytes}
  %any = icmp ule i64 %end, %size
  br i1 %any, label %count, label %done
count:
  %one = icmp eq i64 %period, 0
  %step = select i1 %one, i64 1, i64 %period
  %behind = sub i64 %size, %end
  %further = udiv i64 %behind, %step
  %last = select i1 %one, i64 0, i64 %further
  br label %loop
loop:
  %k = phi i64 [ 0, %count ], [ %next, %loop ]
  %back = sub i64 %last, %k
  %index = select i1 {backwards}, i64 %back, i64 %k
  %far = mul i64 %index, %period
  %at = add i64 %offset, %far
  %p = getelementptr i8, ptr %to, i64 %at
{body}
  %next = add i64 %k, 1
  %more = icmp ule i64 %next, %last
  br i1 %more, label %loop, label %done
done:
  ret void
}}"""
_BOTH, _ONE = "ptr %to, ptr %from", "ptr %to"
_COPY = "  %q = getelementptr i8, ptr %from, i64 %at\n  %v = load ptr, ptr %q, align 1\n  store ptr %v, ptr %p, align 1"
_MOVE = """  %q = getelementptr i8, ptr %from, i64 %at
  %a = load {type}, ptr %p, align 1
  store {type} 0.0, ptr %p, align 1
  %b = load {type}, ptr %q, align 1
  %v = fadd {type} %a, %b
  store {type} %v, ptr %q, align 1"""
_KINDS = {"f64": ("double", 8), "f32": ("float", 4)}


def _word(name: str, params: str, size: int, body: str, backwards: str) -> str:
    text = _WORDS.format(name=name, params=params, bytes=size, body=body, backwards="%turned")
    turned = f"icmp {backwards} ptr %to, %from" if params == _BOTH else "icmp ne ptr %to, %to"
    return text.replace("  br i1 %any, label %count", f"  %turned = {turned}\n  br i1 %any, label %count")


def bodies() -> dict[str, str]:
    """By name."""
    found = {"llb.words.copy": _word("copy", _BOTH, 8, _COPY, "ugt"), "llb.words.clear": _word("clear", _ONE, 8, "  store ptr null, ptr %p, align 1", "")}
    for suffix, (type_, size) in _KINDS.items():
        found[f"llb.words.zero.{suffix}"] = _word(f"zero.{suffix}", _ONE, size, f"  store {type_} 0.0, ptr %p, align 1", "")
        found[f"llb.words.move.{suffix}"] = _word(f"move.{suffix}", _BOTH, size, _MOVE.format(type=type_), "ult")
    return found
