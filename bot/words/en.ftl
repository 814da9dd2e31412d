### What Third Chair says, in English. Short, plain, kind, and always with what to do next.

## The consent card: at most 700 characters

consent-card =
    __Hello. I am Third Chair, an AI, not a therapist.__ I am off until everybody here agrees and a therapist turns me on.
    When on, I read along and answer when asked: I explain terms, translate, help find words.
    Where words go: { $kind ->
        [embedded] they stay in this bot; no language model is used.
       *[model] to the model server “{ $backend }” { $demo ->
            [1] on this machine
           *[0] on the clinic's own machine
        }, only what a question needs.
    }
    Kept: the last { $messages } messages for at most { $minutes } minutes, encrypted. While off or away I notice nothing. { $watched ->
        [0] {""}
       *[other] Also here, without writing: { $observers }.
    }
    Agree: reply `agree` or type `{ $prefix }agree`. No: `{ $prefix }decline`. Anybody can type `{ $prefix }stop` at any time. More: `{ $prefix }privacy`.
consent-card-demo =
    __DEMO. Nobody's real session belongs here.__
    { consent-card }
privacy-text =
    __What I do with words here__
    - I am an AI, not a therapist. I can be wrong. I do not diagnose, and I do not judge danger. In danger, call your local emergency number.
    - I am off until every person here has agreed and a therapist turns me on. While I am off or away I keep nothing of what is said, and I notice nothing.
    - While on, I keep the last { $messages } messages for at most { $minutes } minutes and never over { $hours } hours, in an encrypted file at the clinic.
    - { $kind ->
        [embedded] No language model is used. Explanations come from the clinic's glossary.
       *[model] Questions go to the model server “{ $backend }” ({ $model }) on the clinic's own machine: only what the question needs, and only words of people who agreed.
    }
    - There are two things to agree to: `{ $prefix }agree listen` lets me read along, `{ $prefix }agree model` lets your words go to the model. `{ $prefix }agree` means both.
    - Your agreement lasts { $days } days, or until you leave, or until these facts change. `{ $prefix }withdraw` ends it at once and removes your words.
    - Anybody can turn me off with `{ $prefix }stop`.

## Consent

agree-done =
    { $what ->
        [listen] Thank you. You agreed that I read along, not that your words go to the model.
        [model] Thank you. You agreed that your words may go to the model.
       *[both] Thank you, noted.
    } { $then ->
        [waiting] Still open: { $people }. Take it back at any time with `{ $prefix }withdraw`.
        [ready] Everybody has agreed. A therapist can type `{ $prefix }listen`.
       *[on] Take it back at any time with `{ $prefix }withdraw`.
    }
agree-which = Type `{ $prefix }agree` for both, `{ $prefix }agree listen` or `{ $prefix }agree model` for one.
decline-done = That is fine. The AI stays off, and I keep nothing of yours. If you change your mind: `{ $prefix }agree`.
withdraw-done = Done. Your agreement is withdrawn and your words are removed. To agree again: `{ $prefix }agree`.
withdraw-nothing = There was no agreement of yours, and I keep no words of yours. To agree: `{ $prefix }agree`.

## The floor

listen-on = AI on: I read along and answer when asked. Anybody can type `{ $prefix }stop`.
listen-needs = Not yet. Please wait for: { $people }. Each can reply `agree` to the card or type `{ $prefix }agree`.
listen-already = I am listening already. `{ $prefix }status` shows how things stand.
listen-never = This room's policy keeps the AI off. Glossary terms still work: `{ $prefix }explain rumination`.
type-again = I was away when you typed this. Please type it again.
unreadable = I could not read this message: its key has not come. If it was for me, please send it again.
send-again = I could read this only now, so I did not act on it. Please type it again.
off-already = The AI is off already. A therapist can turn it on with `{ $prefix }listen`.
floor-off = AI off. I keep nothing of what is said from now on. A therapist can turn me on with `{ $prefix }listen`.
floor-off-withdrawn = AI off: { $person } has not agreed, or no longer does. It can be turned on once everybody agrees.
floor-off-newcomer = AI off: { $person } has joined. It can be turned on again with `{ $prefix }listen` once everybody has agreed.
floor-off-changed = AI off: the people or the rules of this room have changed. Please look at the card and agree again where asked.
floor-off-therapist-left = AI off: { $person } has left the room. A therapist can turn it on again with `{ $prefix }listen`.
floor-off-idle = AI off: nobody has written for { $minutes } minutes. A therapist can turn it on with `{ $prefix }listen`.
floor-off-absence = AI off: no therapist has written for { $minutes } minutes. A therapist can turn it on with `{ $prefix }listen`.
floor-off-away = AI off: I was away { $since }–{ $until } and heard nothing. A therapist can turn me on with `{ $prefix }listen`.

## Rooms

room-not-encrypted = This room is not encrypted, so I cannot stay. Please make an encrypted, private room and invite me there.
room-public = Anybody could join this room, so I cannot stay. Please make it “invite only” and invite me again.
room-history = Newcomers could read what was said here before they came, so I stay off. Please set “Who can read history” to “Members only (since they joined)” in the room's settings; then I begin by myself.
room-replaced = This room has been replaced by a new one, so the AI is off here for good. A therapist can invite me to the new room; everybody agrees anew there.
room-no-policy = This room is not in the clinic's policy, so I cannot stay. Please ask the operator to add it, then invite me again.

## Answers

answer =
    { $source ->
        [embedded] _Built-in phrases, no AI model_
       *[model] _AI · not checked by a therapist_
    }

    { $answer }
answer-cut =
    { $source ->
        [embedded] _Built-in phrases, no AI model_
       *[model] _AI · not checked by a therapist_
    }

    { $answer }

    _This was longer; I cut it here._
answer-dropped = The message that this was about has changed, so I dropped the answer. Please ask again.
glossary-answer =
    _Clinic's glossary, not AI_

    { $entries }
glossary-entry =
    __{ $term }__: { $plain }
    _Example:_ { $example }

## What is missing

explain-what = What should I explain? Type `{ $prefix }explain rumination`, or reply `{ $prefix }explain` to a message.
explain-unknown =
    { $some ->
        [0] My glossary has no entry for that, and no language model is set up here. The operator can add one on this machine (docs/backends.md).
       *[other] My glossary has no entry for that. Did you mean: { $near }? For anything else the operator can set up a language model (docs/backends.md).
    }
translate-what = What should I translate? Type `{ $prefix }translate id good morning`, or reply `{ $prefix }translate` to a message.
express-what = Type your rough words after it, such as `{ $prefix }express i am so tired of this`. You pick or drop what I offer.
ask-what = Type your question after it, such as `{ $prefix }ask what did we agree on?`
about-unseen = I cannot use that message: it was written while I was off or before its writer agreed, or it is too old. You can copy the words behind the command.
too-long = That is too long for me. Please use at most { $most } characters.
help-what = I know no command of that name. `{ $prefix }help` shows what you can use.
unknown-command =
    { $near ->
        [none] I know no such command. `{ $prefix }help` shows what you can use.
       *[other] I know no such command. Did you mean `{ $prefix }{ $near }`? `{ $prefix }help` shows all.
    }

## Not now, or not you

needs-listen = I can do that while the AI is on. A therapist can turn it on with `{ $prefix }listen`.
needs-model = For that your words go to the model, and you have not agreed to it. If you want it: `{ $prefix }agree model`.
needs-approval = In this room a therapist must approve every AI answer before it is shown, and this version cannot ask for approval yet. The glossary works: `{ $prefix }explain rumination`.
not-permitted = Only a therapist can use this here. `{ $prefix }help` shows what you can use.
not-here = This command is switched off in this room. `{ $prefix }help` shows what you can use.
verify-first = I cannot be sure yet that this device is yours. Please verify it in your app (Settings, Sessions or Devices, Verify), then type it again. `{ $prefix }stop` always works.
identity-changed = The security identity of your account is not the one I know. If you have reset it, tell the clinic, so that the operator can confirm it; if you have not, tell them at once. `{ $prefix }stop` always works.

## When the model does not answer

trouble-busy = The model is busy. Please try again in a minute.
trouble-refused = The model server refused this question. Please rephrase it, or tell the operator if it happens again.
trouble-down = The model server does not answer. Please try again later; the operator has been told.
trouble-slow = The model took too long, so I stopped waiting. Please try again, perhaps with fewer words.
trouble-empty = The model gave no answer that I can show. Please try other words.
translate-unable = I cannot translate: this room has no language model. The operator can set up one on this machine (docs/backends.md).
ask-unable = I cannot answer questions: this room has no language model. The operator can set up one on this machine (docs/backends.md).
explain-unable = My glossary has no entry for that, and no language model is set up here. The operator can add one on this machine (docs/backends.md).
express-unable = I found no feeling or need that I know in these words. Please try shorter words, or say it to the therapist just as it is.

## Help

help =
    __What you can type here__
    { $commands }
    `{ $prefix }help explain` tells more about one.
help-help = `{ $prefix }help`: this list
    .more = `{ $prefix }help` lists what you can use here. `{ $prefix }help explain` tells more about one command.
help-status = `{ $prefix }status`: is the AI on, who agreed, where words go
    .more = `{ $prefix }status` shows whether the AI is on, who has agreed to what, which model is used and how much I keep.
help-policy = `{ $prefix }policy`: the rules of this room
    .more = `{ $prefix }policy` shows every rule of this room and the file it comes from.
help-privacy = `{ $prefix }privacy`: what I do with words
    .more = `{ $prefix }privacy` shows in full what I keep, for how long, and where words go.
help-agree = `{ $prefix }agree`: yes for yourself
    .more = `{ $prefix }agree` agrees to both: that I read along, and that your words may go to the model. `{ $prefix }agree listen` or `{ $prefix }agree model` agrees to one. It counts for you alone.
help-decline = `{ $prefix }decline`: no for yourself
    .more = `{ $prefix }decline` says no. The AI stays off. You need no reason.
help-withdraw = `{ $prefix }withdraw`: take your yes back
    .more = `{ $prefix }withdraw` takes your agreement back. The AI goes off and your words are removed at once. You need nobody's permission.
help-stop = `{ $prefix }stop`: turn the AI off at once
    .more = `{ $prefix }stop` turns the AI off at once, also in the middle of an answer. Anybody can do it.
help-listen = `{ $prefix }listen`: turn the AI on
    .more = `{ $prefix }listen` turns the AI on, once everybody has agreed. It reads along and answers when asked. Typing it is your own agreement.
help-off = `{ $prefix }off`: turn the AI off
    .more = `{ $prefix }off` turns the AI off. It keeps nothing of what is said and asks no model.
help-explain = `{ $prefix }explain rumination`: a term in plain words
    .more = `{ $prefix }explain rumination` explains a term in plain words, from the clinic's glossary first. As a reply to a message it explains the terms in it.
help-translate = `{ $prefix }translate id good morning`: translate
    .more = `{ $prefix }translate id good morning` translates into the language you name. As a reply, `{ $prefix }translate` translates that message.
help-express = `{ $prefix }express i am so tired of this`: find words
    .more = `{ $prefix }express` and your rough words: I offer two or three ways to say it. Pick one, change it, or drop it.
help-ask = `{ $prefix }ask what did we agree on?`: ask about the talk
    .more = `{ $prefix }ask` and a question: I answer from the last messages alone. Mentioning me with a question does the same.

## How things stand

status =
    __AI: { $floor ->
        [listen] on (reads along, answers when asked)
        [speak] on (may also offer something)
       *[off] off
    }__
    Agreed to reading along: { $listen }
    Agreed to the model: { $model }
    Still open: { $open }
    Model: { $kind ->
        [embedded] none, words stay in this bot
       *[model] “{ $backend }” on this machine
    }
    Kept now: { $lines } of at most { $messages } messages, for { $minutes } minutes
policy =
    __Rules of this room__ ({ $sha })
    { $rules }
policy-line = { $rule }: { $value } _({ $origin })_
