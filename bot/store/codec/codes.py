"""What the model's few-of-a-kind are called on disk."""

from bot.model import Floor, Kind, Purpose, Role, Task, Trouble, Verdict, Waits, Wish
from bot.store.codec.form import Codes

CODES: tuple[Codes, ...] = (
    Codes(Floor, {"off": Floor.OFF, "listen": Floor.LISTEN, "speak": Floor.SPEAK}),
    Codes(Purpose, {"listen": Purpose.LISTEN, "model": Purpose.MODEL}),
    Codes(Role, {"therapist": Role.THERAPIST, "client": Role.CLIENT, "observer": Role.OBSERVER}),
    Codes(
        Verdict,
        {
            "approved": Verdict.APPROVED,
            "refused": Verdict.REFUSED,
            "corrected": Verdict.CORRECTED,
            "timed-out": Verdict.TIMED_OUT,
            "outdated": Verdict.OUTDATED,
            "changed": Verdict.CHANGED,
            "withdrawn": Verdict.WITHDRAWN,
            "floor-off": Verdict.FLOOR_OFF,
        },
    ),
    Codes(
        Waits,
        {
            "looked-at": Waits.LOOKED_AT,
            "asked-again": Waits.ASKED_AGAIN,
            "let-out": Waits.LET_OUT,
            "not-let-out": Waits.NOT_LET_OUT,
            "taken-back": Waits.TAKEN_BACK,
        },
    ),
    Codes(
        Task,
        {
            "explain": Task.EXPLAIN,
            "translate": Task.TRANSLATE,
            "express": Task.EXPRESS,
            "ask": Task.ASK,
            "suggest": Task.SUGGEST,
            "offer": Task.OFFER,
            "summary": Task.SUMMARY,
            "note": Task.NOTE,
            "watch": Task.WATCH,
            "interpret": Task.INTERPRET,
        },
    ),
    Codes(
        Kind,
        {
            "overdose": Kind.OVERDOSE,
            "suicide": Kind.SUICIDE,
            "means-at-hand": Kind.MEANS_AT_HAND,
            "strangling": Kind.STRANGLING,
            "child-harm": Kind.CHILD_HARM,
            "harm-to-others": Kind.HARM_TO_OTHERS,
            "sexual-violence": Kind.SEXUAL_VIOLENCE,
            "partner-violence": Kind.PARTNER_VIOLENCE,
            "family-violence": Kind.FAMILY_VIOLENCE,
            "threat": Kind.THREAT,
            "self-harm": Kind.SELF_HARM,
            "voices": Kind.VOICES,
            "passive-wish": Kind.PASSIVE_WISH,
            "goodbye": Kind.GOODBYE,
            "hopeless": Kind.HOPELESS,
            "fear": Kind.FEAR,
            "past": Kind.PAST,
            "neglect": Kind.NEGLECT,
        },
    ),
    Codes(Wish, {"simpler": Wish.SIMPLER, "shorter": Wish.SHORTER, "example": Wish.EXAMPLE}),
    Codes(
        Trouble,
        {
            "busy": Trouble.BUSY,
            "refused": Trouble.REFUSED,
            "down": Trouble.DOWN,
            "slow": Trouble.SLOW,
            "unable": Trouble.UNABLE,
            "empty": Trouble.EMPTY,
            "cut": Trouble.CUT,
            "declined": Trouble.DECLINED,
            "filtered": Trouble.FILTERED,
            "long": Trouble.LONG,
            "spent": Trouble.SPENT,
        },
    ),
)
