"""Units of engineering, physics and finance: what is said before the number and after it."""

from __future__ import annotations

import re

_AFTER = {
    # length, area, volume
    "nm": "奈米", "μm": "微米", "um": "微米", "mm": "公釐", "cm": "公分", "km": "公里", "m": "公尺", "m2": "平方公尺",
    "m²": "平方公尺", "km²": "平方公里", "km2": "平方公里", "cm²": "平方公分", "mm²": "平方公釐", "mm2": "平方公釐",
    "m³": "立方公尺", "m3": "立方公尺", "cm³": "立方公分", "㎡": "平方公尺", "㎞": "公里", "㎝": "公分", "㎜": "公釐",
    "㎏": "公斤", "ft": "英尺", "inch": "吋", "inches": "吋", "sqft": "平方英尺", "L": "公升", "ml": "毫升",
    "mL": "毫升",
    "cc": " cc", "㎎": "毫克", "mi": "英里",
    # mass, temperature, angle, sound, light
    "kg": "公斤", "g": "公克", "mg": "毫克", "μg": "微克", "lb": "磅", "lbs": "磅", "oz": "盎司", "°": "度",
    "º": "度",
    "dB": "分貝", "nits": "尼特", "nit": "尼特", "px": "像素", "lm": "流明",
    # time
    "ms": "毫秒", "μs": "微秒", "us": "微秒", "ns": "奈秒", "sec": "秒", "secs": "秒", "s": "秒", "min": "分鐘",
    "mins": "分鐘", "hr": "小時", "hrs": "小時", "h": "小時",
    # electricity
    "W": "瓦", "kW": "千瓦", "KW": "千瓦", "kWh": "千瓦小時", "Wh": "瓦時", "V": "伏特", "mV": "毫伏特",
    "kV": "千伏特",
    "mA": "毫安培", "mAh": "毫安時", "Ah": "安時", "Ω": "歐姆", "kΩ": "千歐姆", "Hz": "赫茲", "mW": "毫瓦",
    "μW": "微瓦",
    "hp": "匹馬力", "Pa": "帕", "hPa": "百帕", "kcal": "大卡", "cal": "卡",
    # finance
    "bps": "個基點", "bp": "個基點", "pp": "個百分點", "ppt": "個百分點",
}  # fmt: skip
_AROUND = {
    "%": ("百分之", ""), "‰": ("千分之", ""), "°C": ("攝氏", "度"), "℃": ("攝氏", "度"), "ºC": ("攝氏", "度"),
    "°F": ("華氏", "度"), "℉": ("華氏", "度"), "km/h": ("每小時", "公里"), "kph": ("每小時", "公里"),
    "km/hr": ("每小時", "公里"), "mph": ("每小時", "英里"), "m/s": ("每秒", "公尺"), "m/s²": ("每平方秒", "公尺"),
    "m/s2": ("每平方秒", "公尺"),
    "m/s^2": ("每平方秒", "公尺"), "m³/s": ("每秒", "立方公尺"), "kg/m²": ("每平方公尺", "公斤"),
    "kg/m³": ("每立方公尺", "公斤"), "L/min": ("每分鐘", "公升"), "人/km²": ("每平方公里", "人"),
    "公里/小時": ("每小時", "公里"), "公尺/秒": ("每秒", "公尺"), "km/s": ("每秒", "公里"),
    "GB/s": ("每秒", " GB"), "MB/s": ("每秒", " MB"), "TB/s": ("每秒", " TB"), "PB/s": ("每秒", " PB"),
    "Gb/s": ("每秒", " Gb"), "Mb/s": ("每秒", " Mb"), "Tb/s": ("每秒", " Tb"), "KB/s": ("每秒", " KB"),
    "GT/s": ("每秒", " GT"), "MT/s": ("每秒", " MT"), "tokens/s": ("每秒", " tokens"), "token/s": ("每秒", " token"),
    "W/kg": ("每公斤", "瓦"), "W/m²": ("每平方公尺", "瓦"), "W/m2": ("每平方公尺", "瓦"), "Wh/kg": ("每公斤", "瓦時"),
    "Wh/L": ("每公升", "瓦時"), "g/km": ("每公里", "公克"), "km/L": ("每公升", "公里"), "mg/L": ("每公升", "毫克"),
    "mg/dL": ("每分升", "毫克"), "g/dL": ("每分升", "公克"), "mmol/L": ("每公升", "毫莫耳"),
    "μg/m³": ("每立方公尺", "微克"), "μg/m3": ("每立方公尺", "微克"), "g/cm³": ("每立方公分", "公克"),
    "kWh/km": ("每公里", "千瓦小時"), "tokens/sec": ("每秒", " tokens"),
}  # fmt: skip
_LETTERS = [
    "KB",
    "MB",
    "GB",
    "TB",
    "PB",
    "EB",
    "ZB",
    "Kb",
    "Mb",
    "Gb",
    "Tb",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "kbps",
    "Kbps",
    "Mbps",
    "Gbps",
    "Tbps",
    "MHz",
    "GHz",
    "THz",
    "kHz",
    "KHz",
    "MW",
    "GW",
    "TW",
    "MWh",
    "GWh",
    "TWh",
    "MWp",
    "GWp",
    "GWp",
    "TOPS",
    "TFLOPS",
    "PFLOPS",
    "EFLOPS",
    "FLOPS",
    "GFLOPS",
    "fps",
    "FPS",
    "rpm",
    "RPM",
    "dpi",
    "ppi",
    "PPI",
    "nit",
    "DPI",
    "MP",
    "Nm",
    "bit",
    "bits",
    "byte",
    "bytes",
    "tokens",
    "token",
    "QPS",
    "TPS",
    "IOPS",
    "lux",
    "cd",
    "kVA",
    "MVA",
    "VA",
    "A",
    "K",
    "ppm",
    "ppb",
    "mmHg",
    "Mpx",
]
"""Said by their letters, as the field does."""

UNITS: dict[str, tuple[str, str]] = {
    **{unit: ("", f" {unit}") for unit in _LETTERS},
    **{unit: ("", said) for unit, said in _AFTER.items()},
    **_AROUND,
}
"""Unit → what is said before and after the number."""

_SYMBOLS = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
UNIT = re.compile(rf"\s?({_SYMBOLS})(?![A-Za-z0-9²³])")

MAGNITUDES = {
    "thousand": 3, "million": 6, "mn": 6, "mln": 6, "billion": 9, "bn": 9, "bln": 9, "trillion": 12, "tn": 12,
    "trn": 12,
}  # fmt: skip
MAGNITUDE = re.compile(rf"\s?({'|'.join(sorted(MAGNITUDES, key=len, reverse=True))})(?![A-Za-z])", re.IGNORECASE)


def power_of(magnitude: str) -> int:
    """The power of ten that a word of MAGNITUDES stands for, in any case; patterns take a Turkish i for an i."""
    return MAGNITUDES[magnitude.lower().replace("ı", "i").replace("\u0307", "")]


LETTER_MAGNITUDES = {"K": 3, "k": 3, "M": 6, "m": 6, "B": 9, "b": 9, "T": 12, "t": 12}
AUDIENCE = re.compile(
    r"\s?([KkMB])(?=\s?(?:\+\s?)?(?:多?[次名人個位則篇件台輛筆]|粉絲|訂閱|用戶|使用者|追蹤|觀看|下載|會員|讚|按讚"
    r"|美?元|美金|[台臺]幣|歐元|日[圓幣]|英鎊"
    r"|users|views|downloads|followers|subscribers|people))"
)
PAY_LETTER = re.compile(r"([KkM])(?![A-Za-z0-9])")
PAY_BEFORE = re.compile(
    r"(?:薪[資水]?|獎金|紅包|收入|存款|身價|[賺賠花罰省存]了?|要價|售價|房租|月租|學費|補助|每)(?:只要|只有|約|近|逾|高達|達|到|領|有|共|是|為)?"
    r"\s?[\d.,]+(?:\s?[-–~～到至]\s?[\d.,]+)?$"
)
"""加薪 3K, 年薪 1.5M, 每 1K 次: amounts of money and rates."""
"""1.2M 次下載 is a count; 70B and 128K stay letters, as model sizes and context lengths are said."""
