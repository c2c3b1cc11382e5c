# Generated from the tables in core by `coreflow-bridge generate python`; do not edit.
"""The models of the module `finance_ai`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypedDict

from .._record import Record, Row


SentimentLabel = Literal["positive", "neutral", "negative"]

SentimentStrength = Literal["strong", "moderate", "mild"]

SentimentSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment(Record):
    """Whether a text is good or bad news.

    Attributes:
        text: The text that was judged.
        label: The judgement.
        label_native: The judgement in the model's own words, for example `mildly positive`.
        strength: How strong it is, where the model tells.
        confidence: How sure, from 0 to 1; empty where it was not worked out.
        confidence_method: How `confidence` was worked out.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    text: str | None = None
    label: SentimentLabel | None = None
    label_native: str | None = None
    strength: SentimentStrength | None = None
    confidence: Decimal | None = None
    confidence_method: str | None = None
    source: SentimentSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class SentimentInput(TypedDict, total=False):
    """The fields of a record like `Sentiment` as input; which of them a system takes, `capabilities()` says."""

    # The text that was judged.
    text: str | None
    # The judgement.
    label: SentimentLabel | None
    # The judgement in the model's own words, for example `mildly positive`.
    label_native: str | None
    # How strong it is, where the model tells.
    strength: SentimentStrength | None
    # How sure, from 0 to 1; empty where it was not worked out.
    confidence: Decimal | int | str | None
    # How `confidence` was worked out.
    confidence_method: str | None
    # Who gave the answer: a model, or a named statistic.
    source: SentimentSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


HeadlineSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Headline(Record):
    """What a headline about a commodity says of its price.

    Attributes:
        text: The text that was judged.
        about_price: It is about the price at all.
        price_up: The price goes up.
        price_constant: The price stays.
        price_down: The price goes down.
        price_past: It is about the price in the past.
        price_future: It is about the price in the future.
        event_past: It is about something else in the past.
        event_future: It is about something else in the future.
        compares_assets: It compares the commodity with something else.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    text: str | None = None
    about_price: bool | None = None
    price_up: bool | None = None
    price_constant: bool | None = None
    price_down: bool | None = None
    price_past: bool | None = None
    price_future: bool | None = None
    event_past: bool | None = None
    event_future: bool | None = None
    compares_assets: bool | None = None
    source: HeadlineSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class HeadlineInput(TypedDict, total=False):
    """The fields of a record like `Headline` as input; which of them a system takes, `capabilities()` says."""

    # The text that was judged.
    text: str | None
    # It is about the price at all.
    about_price: bool | None
    # The price goes up.
    price_up: bool | None
    # The price stays.
    price_constant: bool | None
    # The price goes down.
    price_down: bool | None
    # It is about the price in the past.
    price_past: bool | None
    # It is about the price in the future.
    price_future: bool | None
    # It is about something else in the past.
    event_past: bool | None
    # It is about something else in the future.
    event_future: bool | None
    # It compares the commodity with something else.
    compares_assets: bool | None
    # Who gave the answer: a model, or a named statistic.
    source: HeadlineSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


ExtractedEntityKind = Literal["person", "organization", "location", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedEntity(Row):
    """A name that a text mentions.

    Attributes:
        name: The name, as it stands in the text.
        kind: What it names.
        kind_native: The same in the model's own word.
        in_text: Whether the name does stand in the text; models invent some.
    """

    name: str | None = None
    kind: ExtractedEntityKind | None = None
    kind_native: str | None = None
    in_text: bool | None = None


class ExtractedEntityInput(TypedDict, total=False):
    """The fields of a row like `ExtractedEntity` as input; which of them a system takes, `capabilities()` says."""

    # The name, as it stands in the text.
    name: str | None
    # What it names.
    kind: ExtractedEntityKind | None
    # The same in the model's own word.
    kind_native: str | None
    # Whether the name does stand in the text; models invent some.
    in_text: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedRelation(Row):
    """How two names of a text relate.

    Attributes:
        subject: The first name.
        relation: The relation, for example `chief executive officer`.
        object: The second name.
    """

    subject: str | None = None
    relation: str | None = None
    object: str | None = None


class ExtractedRelationInput(TypedDict, total=False):
    """The fields of a row like `ExtractedRelation` as input; which of them a system takes, `capabilities()` says."""

    # The first name.
    subject: str | None
    # The relation, for example `chief executive officer`.
    relation: str | None
    # The second name.
    object: str | None


ExtractionSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction(Record):
    """The names that a text mentions, and how they relate.

    Attributes:
        text: The text that was judged.
        entities: The names.
        relations: How they relate.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"entities": ExtractedEntity, "relations": ExtractedRelation}

    text: str | None = None
    entities: tuple[ExtractedEntity, ...] | None = None
    relations: tuple[ExtractedRelation, ...] | None = None
    source: ExtractionSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class ExtractionInput(TypedDict, total=False):
    """The fields of a record like `Extraction` as input; which of them a system takes, `capabilities()` says."""

    # The text that was judged.
    text: str | None
    # The names.
    entities: list[ExtractedEntityInput] | None
    # How they relate.
    relations: list[ExtractedRelationInput] | None
    # Who gave the answer: a model, or a named statistic.
    source: ExtractionSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPoint(Row):
    """One value of a forecast series.

    Attributes:
        date: The day, or the first day of the period.
        value: The value that is expected.
        lower: The lower end of what is likely.
        upper: The upper end of what is likely.
        confidence: How likely it lies between them, from 0 to 1.
    """

    date: date | None = None
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    confidence: Decimal | None = None


class ForecastPointInput(TypedDict, total=False):
    """The fields of a row like `ForecastPoint` as input; which of them a system takes, `capabilities()` says."""

    # The day, or the first day of the period.
    date: date | str | None
    # The value that is expected.
    value: Decimal | int | str | None
    # The lower end of what is likely.
    lower: Decimal | int | str | None
    # The upper end of what is likely.
    upper: Decimal | int | str | None
    # How likely it lies between them, from 0 to 1.
    confidence: Decimal | int | str | None


ForecastDirection = Literal["up", "down", "flat", "other"]

ForecastSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Record):
    """What is expected to come: a move of a price, or the next values of a series.

    Attributes:
        subject: What is forecast: a symbol, or the name of a series.
        as_of: The day from which it looks ahead.
        until: The last day that it speaks of.
        direction: Which way it goes.
        change_percent: By how much, in percent; the middle where a range was given.
        change_low_percent: The lower end of that range.
        change_high_percent: The upper end of that range; empty where it is open.
        points: The next values, in order.
        prediction: The forecast in words.
        analysis: Why.
        positives: What speaks for it.
        concerns: What speaks against it.
        accuracy: What a back-test measured, from 0 to 1; empty where none was made.
        currency: The currency of the values, ISO 4217.
        parameters: What the statistic was run with; empty for a model's answer.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
        answer: The model's answer as it gave it.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"points": ForecastPoint}

    _json: ClassVar[frozenset[str]] = frozenset({"parameters"})

    subject: str | None = None
    as_of: date | None = None
    until: date | None = None
    direction: ForecastDirection | None = None
    change_percent: Decimal | None = None
    change_low_percent: Decimal | None = None
    change_high_percent: Decimal | None = None
    points: tuple[ForecastPoint, ...] | None = None
    prediction: str | None = None
    analysis: str | None = None
    positives: tuple[str, ...] | None = None
    concerns: tuple[str, ...] | None = None
    accuracy: Decimal | None = None
    currency: str | None = None
    parameters: Any = field(default=None, hash=False)
    source: ForecastSource | None = None
    method: str | None = None
    model: str | None = None
    answer: str | None = None


class ForecastInput(TypedDict, total=False):
    """The fields of a record like `Forecast` as input; which of them a system takes, `capabilities()` says."""

    # What is forecast: a symbol, or the name of a series.
    subject: str | None
    # The day from which it looks ahead.
    as_of: date | str | None
    # The last day that it speaks of.
    until: date | str | None
    # Which way it goes.
    direction: ForecastDirection | None
    # By how much, in percent; the middle where a range was given.
    change_percent: Decimal | int | str | None
    # The lower end of that range.
    change_low_percent: Decimal | int | str | None
    # The upper end of that range; empty where it is open.
    change_high_percent: Decimal | int | str | None
    # The next values, in order.
    points: list[ForecastPointInput] | None
    # The forecast in words.
    prediction: str | None
    # Why.
    analysis: str | None
    # What speaks for it.
    positives: list[str] | None
    # What speaks against it.
    concerns: list[str] | None
    # What a back-test measured, from 0 to 1; empty where none was made.
    accuracy: Decimal | int | str | None
    # The currency of the values, ISO 4217.
    currency: str | None
    # What the statistic was run with; empty for a model's answer.
    parameters: Any
    # Who gave the answer: a model, or a named statistic.
    source: ForecastSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The model's answer as it gave it.
    answer: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


AnomalySeverity = Literal["low", "medium", "high", "critical"]

AnomalyDirection = Literal["above", "below"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly(Row):
    """One point that lies far out.

    Attributes:
        date: The day of the point.
        value: Its value.
        expected: The value that it was measured from.
        score: How far out it lies, in the unit of the method; negative below.
        severity: How many thresholds it is away.
        direction: On which side.
    """

    date: date | None = None
    value: Decimal | None = None
    expected: Decimal | None = None
    score: Decimal | None = None
    severity: AnomalySeverity | None = None
    direction: AnomalyDirection | None = None


class AnomalyInput(TypedDict, total=False):
    """The fields of a row like `Anomaly` as input; which of them a system takes, `capabilities()` says."""

    # The day of the point.
    date: date | str | None
    # Its value.
    value: Decimal | int | str | None
    # The value that it was measured from.
    expected: Decimal | int | str | None
    # How far out it lies, in the unit of the method; negative below.
    score: Decimal | int | str | None
    # How many thresholds it is away.
    severity: AnomalySeverity | None
    # On which side.
    direction: AnomalyDirection | None


AnomalyScanSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyScan(Record):
    """The points of a series that lie far from the others.

    Attributes:
        subject: The name of the series.
        as_of: The day of its last point.
        anomalies: The points that lie far out, the oldest first; empty where none does.
        points_count: How many points were looked at.
        median: The middle of the values.
        mad: The median of their distances from it.
        mean: Their mean.
        standard_deviation: Their standard deviation.
        currency: The currency of the values, ISO 4217.
        parameters: What the statistic was run with; empty for a model's answer.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"anomalies": Anomaly}

    _json: ClassVar[frozenset[str]] = frozenset({"parameters"})

    subject: str | None = None
    as_of: date | None = None
    anomalies: tuple[Anomaly, ...] | None = None
    points_count: int | None = None
    median: Decimal | None = None
    mad: Decimal | None = None
    mean: Decimal | None = None
    standard_deviation: Decimal | None = None
    currency: str | None = None
    parameters: Any = field(default=None, hash=False)
    source: AnomalyScanSource | None = None
    method: str | None = None


class AnomalyScanInput(TypedDict, total=False):
    """The fields of a record like `AnomalyScan` as input; which of them a system takes, `capabilities()` says."""

    # The name of the series.
    subject: str | None
    # The day of its last point.
    as_of: date | str | None
    # The points that lie far out, the oldest first; empty where none does.
    anomalies: list[AnomalyInput] | None
    # How many points were looked at.
    points_count: int | None
    # The middle of the values.
    median: Decimal | int | str | None
    # The median of their distances from it.
    mad: Decimal | int | str | None
    # Their mean.
    mean: Decimal | int | str | None
    # Their standard deviation.
    standard_deviation: Decimal | int | str | None
    # The currency of the values, ISO 4217.
    currency: str | None
    # What the statistic was run with; empty for a model's answer.
    parameters: Any
    # Who gave the answer: a model, or a named statistic.
    source: AnomalyScanSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection(Row):
    """One section of a report.

    Attributes:
        title: The heading.
        body: The text.
    """

    title: str | None = None
    body: str | None = None


class ReportSectionInput(TypedDict, total=False):
    """The fields of a row like `ReportSection` as input; which of them a system takes, `capabilities()` says."""

    # The heading.
    title: str | None
    # The text.
    body: str | None


ReportSource = Literal["model", "statistics"]

@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """A written analysis.

    Attributes:
        title: The title.
        kind: The kind of analysis, in the system's word.
        subject: What it is about.
        summary: The summary.
        sections: The sections, in order.
        strengths: What is good.
        weaknesses: What is not.
        opportunities: What may become good.
        threats: What may become bad.
        recommendations: What to do.
        score: The overall mark, as the system gives it.
        tables: The figures it is made of, as the system writes them.
        job_id: The job that made it.
        source: Who gave the answer: a model, or a named statistic.
        method: The statistic, or the version of the prompt.
        model: The model that answered.
    """

    _rows: ClassVar[dict[str, type[Row]]] = {"sections": ReportSection}

    _json: ClassVar[frozenset[str]] = frozenset({"tables"})

    title: str | None = None
    kind: str | None = None
    subject: str | None = None
    summary: str | None = None
    sections: tuple[ReportSection, ...] | None = None
    strengths: tuple[str, ...] | None = None
    weaknesses: tuple[str, ...] | None = None
    opportunities: tuple[str, ...] | None = None
    threats: tuple[str, ...] | None = None
    recommendations: tuple[str, ...] | None = None
    score: Decimal | None = None
    tables: Any = field(default=None, hash=False)
    job_id: str | None = None
    source: ReportSource | None = None
    method: str | None = None
    model: str | None = None


class ReportInput(TypedDict, total=False):
    """The fields of a record like `Report` as input; which of them a system takes, `capabilities()` says."""

    # The title.
    title: str | None
    # The kind of analysis, in the system's word.
    kind: str | None
    # What it is about.
    subject: str | None
    # The summary.
    summary: str | None
    # The sections, in order.
    sections: list[ReportSectionInput] | None
    # What is good.
    strengths: list[str] | None
    # What is not.
    weaknesses: list[str] | None
    # What may become good.
    opportunities: list[str] | None
    # What may become bad.
    threats: list[str] | None
    # What to do.
    recommendations: list[str] | None
    # The overall mark, as the system gives it.
    score: Decimal | int | str | None
    # The figures it is made of, as the system writes them.
    tables: Any
    # The job that made it.
    job_id: str | None
    # Who gave the answer: a model, or a named statistic.
    source: ReportSource | None
    # The statistic, or the version of the prompt.
    method: str | None
    # The model that answered.
    model: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]


AnalysisJobStatus = Literal["queued", "running", "waiting", "succeeded", "failed", "cancelled", "other"]

@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisJob(Record):
    """A long piece of work of an agent or a model, from its submission to its result.

    Attributes:
        kind: The agent or workflow that does it.
        task: What is to be done.
        inputs: What it works on: tables and texts.
        status: Its state; `waiting` is for an answer of ours.
        status_native: The state in the system's own word.
        progress_percent: How much is done, in percent.
        turn: The step it is at.
        max_turns: How many steps it may take.
        summary: The result in words.
        result: The result, as the system writes it.
        error_code: Why it failed, in the system's word.
        error_message: Why it failed, in words.
        cost: What it cost so far, in `currency`.
        currency: The currency of the cost, ISO 4217.
        max_cost: What it may cost.
        prompt_tokens: How many tokens it read.
        completion_tokens: How many tokens it wrote.
        usage: What it used, as the system writes it.
        deadline_seconds: How long it may take.
        started_at: When it began.
        finished_at: When it ended.
        model: The model that answered.
    """

    _json: ClassVar[frozenset[str]] = frozenset({"inputs", "result", "usage"})

    kind: str | None = None
    task: str | None = None
    inputs: Any = field(default=None, hash=False)
    status: AnalysisJobStatus | None = None
    status_native: str | None = None
    progress_percent: Decimal | None = None
    turn: int | None = None
    max_turns: int | None = None
    summary: str | None = None
    result: Any = field(default=None, hash=False)
    error_code: str | None = None
    error_message: str | None = None
    cost: Decimal | None = None
    currency: str | None = None
    max_cost: Decimal | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    usage: Any = field(default=None, hash=False)
    deadline_seconds: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    model: str | None = None


class AnalysisJobInput(TypedDict, total=False):
    """The fields of a record like `AnalysisJob` as input; which of them a system takes, `capabilities()` says."""

    # The agent or workflow that does it.
    kind: str | None
    # What is to be done.
    task: str | None
    # What it works on: tables and texts.
    inputs: Any
    # Its state; `waiting` is for an answer of ours.
    status: AnalysisJobStatus | None
    # The state in the system's own word.
    status_native: str | None
    # How much is done, in percent.
    progress_percent: Decimal | int | str | None
    # The step it is at.
    turn: int | None
    # How many steps it may take.
    max_turns: int | None
    # The result in words.
    summary: str | None
    # The result, as the system writes it.
    result: Any
    # Why it failed, in the system's word.
    error_code: str | None
    # Why it failed, in words.
    error_message: str | None
    # What it cost so far, in `currency`.
    cost: Decimal | int | str | None
    # The currency of the cost, ISO 4217.
    currency: str | None
    # What it may cost.
    max_cost: Decimal | int | str | None
    # How many tokens it read.
    prompt_tokens: int | None
    # How many tokens it wrote.
    completion_tokens: int | None
    # What it used, as the system writes it.
    usage: Any
    # How long it may take.
    deadline_seconds: int | None
    # When it began.
    started_at: datetime | str | None
    # When it ended.
    finished_at: datetime | str | None
    # The model that answered.
    model: str | None
    # The tenant's own extra fields, by the system's name.
    custom: dict[str, Any]
