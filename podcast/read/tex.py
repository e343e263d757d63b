"""A formula in TeX → how it is written in a sentence, where it is simple enough for one."""

from __future__ import annotations

import re

_SIGNS = {
    "times": "×", "cdot": "×", "div": "÷", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "ne": "≠",
    "approx": "≈", "sim": "≈", "to": "→", "rightarrow": "→", "infty": "∞", "degree": "°", "circ": "°", "ldots": "…",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "phi": "φ", "omega": "ω", "Delta": "Δ", "Omega": "Ω", "quad": " ", "left": "",
    "right": "", "displaystyle": "",
}  # fmt: skip
_SUPER = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_WORDS = re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname|textbf)\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_POWER = re.compile(r"\^(?:\{([0-9+\-n]+)\}|([0-9n]))")
_INDEX = re.compile(r"_(?:\{([A-Za-z0-9]+)\}|([A-Za-z0-9]))")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")


def plain_formula(tex: str) -> str | None:
    """``E = mc^2`` → ``E = mc²``; None for what no sentence can hold: sums, matrices, commands not known here."""
    text = _WORDS.sub(r"\1", tex.strip())
    text = _FRACTION.sub(r"\1/\2", text)
    text = _ROOT.sub(r"√\1", text)
    text = _POWER.sub(lambda m: superscript(m[1] or m[2]), text)
    text = _INDEX.sub(lambda m: m[1] or m[2], text)
    text = _COMMAND.sub(lambda m: _SIGNS.get(m[1], "\\"), text)
    text = text.replace("\\%", "%").replace("\\,", " ").replace("\\;", " ").replace("\\ ", " ").replace("\\$", "$")
    if re.search(r"[\\{}^_&]", text) or len(text) > 80:
        return None
    return " ".join(text.split()) or None


def superscript(text: str) -> str:
    return text.translate(_SUPER)
