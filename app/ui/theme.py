"""Colours and type of the window as named roles: light, dark, and high contrast of both."""

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """A mark or text colour, the ground it stands on, and the edge around it."""

    ink: str
    ground: str
    edge: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens of one scheme. Colours are #RRGGBB."""

    name: str
    window: str
    surface: str
    head: str
    text: str
    text2: str
    line: str
    border: str
    control: str
    off: str  # the words of what cannot be pressed or chosen now
    accent: str
    on_accent: str
    selection: str
    warning: Tone
    error: Tone
    band: str
    hb: str
    plt: str
    statuses: dict[str, Tone]

    @property
    def dark(self) -> bool:
        """Whether light letters stand on dark ground."""
        return self.name.endswith("dark")

    @property
    def contrast(self) -> bool:
        """Whether this is one of high contrast: no tints, wider edges; shapes and words are the same."""
        return self.name.startswith("contrast")

    @property
    def edge(self) -> int:
        """Pixels of an edge."""
        return 2 if self.contrast else 1

    @property
    def hint(self) -> str:
        """What a field shows while it is empty: never to be taken for something typed."""
        return self.off if self.contrast else self.text2

    @property
    def desk(self) -> str:
        """What white sheets of paper lie on."""
        return self.line if self.dark else self.control


def _tones(**pairs: tuple[str, str]) -> dict[str, Tone]:
    tones = {code: Tone(ink, ground, ink) for code, (ink, ground) in pairs.items()}
    return tones | dict.fromkeys(("PENDING", "SCREENING", "SCREEN_FAILURE", ""), tones["NE"])


LIGHT = Theme(
    name="light",
    window="#F3F5F6",
    surface="#FFFFFF",
    head="#EDF1F3",
    text="#1A2428",
    text2="#52616A",
    line="#E3E8EB",
    border="#C8D1D6",
    control="#7F8D95",
    off="#7F8D95",
    accent="#0B6875",
    on_accent="#FFFFFF",
    selection="#D9ECEF",
    warning=Tone("#7A4B00", "#FFF3D9", "#E0B869"),
    error=Tone("#A61B16", "#FDECEA", "#E5A19C"),
    band="#EAF0F2",
    hb="#8C2F39",
    plt="#7A5C00",
    statuses=_tones(
        CR=("#1B4F9C", "#E4ECF8"),
        PR=("#2169AE", "#E3EFF9"),
        NR=("#A84E00", "#FBEBDD"),
        RELAPSE=("#B3261E", "#FBE6E4"),
        CLONAL_EVOLUTION=("#73398F", "#F2E8F6"),
        NE=("#59646B", "#ECEFF1"),
    ),
)

DARK = Theme(
    name="dark",
    window="#15191C",
    surface="#1D2326",
    head="#252D31",
    text="#E6ECEE",
    text2="#A3B1B8",
    line="#2C3539",
    border="#3B464C",
    control="#7A8990",
    off="#7A8990",
    accent="#5CC0CC",
    on_accent="#0E1618",
    selection="#1F4148",
    warning=Tone("#F3C46B", "#3A2E14", "#7A5F22"),
    error=Tone("#FF9A92", "#40211F", "#7A3B37"),
    band="#262F34",
    hb="#EE9AA0",
    plt="#E0BE5A",
    statuses=_tones(
        CR=("#8DB8FF", "#1E2C45"),
        PR=("#6FB3EC", "#1C3143"),
        NR=("#F0A35E", "#3A2A19"),
        RELAPSE=("#FF8A80", "#43221F"),
        CLONAL_EVOLUTION=("#CFA0E8", "#35253E"),
        NE=("#A9B4BA", "#2A3236"),
    ),
)


def _bare(ink: str, ground: str) -> dict[str, Tone]:
    """Every status in the one ink: its shape and its words tell it."""
    codes = ("CR", "PR", "NR", "RELAPSE", "CLONAL_EVOLUTION", "NE")
    return _tones(**dict.fromkeys(codes, (ink, ground)))


CONTRAST = Theme(
    name="contrast",
    window="#FFFFFF",
    surface="#FFFFFF",
    head="#FFFFFF",
    text="#000000",
    text2="#000000",
    line="#767676",
    border="#000000",
    control="#000000",
    off="#595959",
    accent="#0000C8",
    on_accent="#FFFFFF",
    selection="#FFF48A",
    warning=Tone("#000000", "#FFFFFF", "#000000"),
    error=Tone("#A00000", "#FFFFFF", "#A00000"),
    band="#FFFFFF",
    hb="#000000",
    plt="#000000",
    statuses=_bare("#000000", "#FFFFFF"),
)

CONTRAST_DARK = Theme(
    name="contrast_dark",
    window="#000000",
    surface="#000000",
    head="#000000",
    text="#FFFFFF",
    text2="#FFFFFF",
    line="#8C8C8C",
    border="#FFFFFF",
    control="#FFFFFF",
    off="#A6A6A6",
    accent="#FFE600",
    on_accent="#000000",
    selection="#00389E",
    warning=Tone("#FFFFFF", "#000000", "#FFFFFF"),
    error=Tone("#FFCACA", "#000000", "#FFCACA"),
    band="#000000",
    hb="#FFFFFF",
    plt="#FFFFFF",
    statuses=_bare("#FFFFFF", "#000000"),
)

THEMES = (LIGHT, DARK, CONTRAST, CONTRAST_DARK)
