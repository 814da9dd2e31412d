### What Third Chair says, in English. Short, plain, kind, and always with what to do next.

## The consent card: at most 700 characters

consent-card =
    __English__

    I am Third Chair, an AI, not a therapist. Off until all agree and a therapist turns me on.

    On, I read along; asked, I explain, translate, find words{ $offers ->
        [1] ; unasked, ideas for therapists
       *[0] {""}
    }.

    Words { $where ->
        [none] stay in this bot; no language model is used.
       *[model] go to the model “{ $backend }” { $where ->
            [demo] on this machine
            [here] on the clinic's own machine
            [network] in the clinic's network
           *[remote] { $signed ->
                [1] { $named ->
                    [1] of { $party } under agreement, names replaced
                   *[0] { $second ->
                        [1] outside the clinic, names replaced
                       *[0] outside the clinic, under agreement, names replaced
                    }
                }
               *[0] outside the clinic, names replaced
            }
        }{ $second ->
            [1] , or to “{ $other }” { $other_where ->
                [demo] on this machine
                [here] on the clinic's own machine
                [network] in the clinic's network
               *[remote] { $named ->
                    [1] { $other_signed ->
                        [1] of { $other_party } under agreement, names replaced
                       *[0] outside the clinic, names replaced
                    }
                   *[0] { $where ->
                        [remote] there
                       *[other] outside it, names replaced
                    }
                }
            }
           *[0] {""}
        }, { $reader ->
            [1] as needed; clients' words also to spot danger
           *[0] only what a task needs
        }.
    }{ $voice ->
        [none] {""}
        [remote] {" "}Voice messages: only with `{ $prefix }agree voice`; a machine outside the clinic writes them down whole.
       *[other] {" "}Voice messages: only with `{ $prefix }agree voice`; a machine of the clinic writes them down whole.
    }

    Kept: { $session ->
        [1] the talk until `{ $prefix }end`, for at most { $hours } hours
       *[0] the last { $messages } messages for at most { $minutes } minutes
    }, encrypted.

    { $danger ->
        [never] While off or away I notice nothing. I am no alarm.
       *[other] Danger words { $uncovered ->
            [1] (in { list-covered } only) call the therapist
           *[0] call the therapist
        }{ $danger ->
            [always] , even while I am off
           *[on] : here while on, in private always
        }. I often miss them; while away I notice nothing.
    }{ $watched ->
        [0] {""}
       *[other] {" "}Sitting in: { $observers }.
    }

    Yes: reply `agree` or `{ $prefix }agree`
    No: `no` or `{ $prefix }decline`, also in our private room
    Off, by anybody: `{ $prefix }stop`. More: `{ $prefix }privacy`
consent-card-demo =
    __DEMO: no real sessions.__
    { consent-card }
list-covered = { $covered ->
        [none] {""}
       *[other] { $covered } and{" "}
    }{ $last }
list-uncovered = Danger words are compared in { list-covered } only.
list-uncovered-heard = { $spoken ->
        [room] This room speaks { $written }, and I have no list of danger words in it.
       *[person] { $person } writes in { $written }, and I have no list of danger words in it.
    } { list-uncovered } Please keep an eye on it yourself. I say this once a session.
privacy-text =
    __What I do with words here__
    - I am an AI, not a therapist. I can be wrong. I do not diagnose, and I do not judge danger. In danger, call your local emergency number.
    - { $danger ->
        [never] I do not look for danger. If you need somebody, please call a person.
       *[other] I compare what clients write with a list of words of danger: { $danger ->
            [always] here, even while I am off
           *[on] here, while I am on
        }, and in your direct room with me always, until you type `{ $prefix }stop` there. I never compare what the therapist writes. If words match, I call the therapist, and if nobody answers, other people named by the clinic. If they are about the therapist, I call those other people instead. Your family or a guardian is never told. Nothing in this room shows that somebody was hurt or said so. I often do not notice, I sometimes call when nothing is wrong, and I notice nothing while I am away: please do not count on it.{ $uncovered ->
            [1] {" "}{ list-uncovered }
           *[0] {""}
        }
    }{ $reader ->
        [1] {" "}As a second reader, a model is sent what clients who have agreed write, message by message, and says whether a message may be about danger: then a therapist is called in the same way. It can be wrong either way. Nothing that it writes is shown to anybody.
       *[0] {""}
    }{ $person ->
        [1] {" "}If the model that I ask for `{ $prefix }express` thinks your words are about danger, I tell the therapist so.
       *[0] {""}
    }
    - I am off until every person here has agreed and a therapist turns me on. While I am off or away I keep nothing of what is said here.
    - { $session ->
        [1] While on, I keep the talk in an encrypted file at the clinic: until a therapist types `{ $prefix }end`, and never over { $hours } hours. A therapist can have a summary or a note made from it, at their desk. Other questions see only the last { $messages } messages of at most { $minutes } minutes.
       *[0] While on, I keep the last { $messages } messages for at most { $minutes } minutes and never over { $hours } hours, in an encrypted file at the clinic.
    }
    - { $where ->
        [none] No language model is used. Explanations come from the glossary.
       *[model] { $reader ->
            [1] Questions, and what clients write,
           *[0] Questions
        } go to the model server “{ $backend }” ({ $model }) { $where ->
            [network] on a computer in the clinic's own network
            [remote] { $signed ->
                [1] on a computer outside the clinic, under a signed agreement with { $party }. Names, places, numbers and unusual words are replaced first, as far as I recognise them; the story itself can still show who somebody is. What goes there
               *[0] on a computer outside the clinic, without a signed agreement. Names, places, numbers and unusual words are replaced first, as far as I recognise them; the story itself can still show who somebody is. What goes there
            }
           *[here] on the clinic's own machine
        }: { $reader ->
            [1] nothing else of the talk
           *[0] only what the task needs
        }, and only words of people who agreed.{ $second ->
            [1] {" "}If that server fails, or may not do a task, the same goes to “{ $other }” ({ $other_model }) { $other_where ->
                [network] on a computer in the clinic's own network
                [remote] { $other_signed ->
                    [1] on a computer outside the clinic, under a signed agreement with { $other_party }; so names, places, numbers and unusual words are replaced first for both, as far as I recognise them, and the story itself can still show who somebody is
                   *[0] on a computer outside the clinic, without a signed agreement; so names, places, numbers and unusual words are replaced first for both, as far as I recognise them, and the story itself can still show who somebody is
                }
               *[here] on the clinic's own machine
            }. Agreeing to the model means agreeing to both.
           *[0] {""}
        }{ $before ->
            [0] {""}
           *[other] {" "}When `{ $prefix }translate` is about a message that does not say who it means, the messages before it are sent along, { $before } at most.
        }
    }
    - There are two things to agree to: `{ $prefix }agree listen` lets me read along, `{ $prefix }agree model` lets your words go to the model. `{ $prefix }agree` means both.{ $voice ->
        [none] {""}
       *[other] {"\u000A"}- Voice messages are a third thing: `{ $prefix }agree voice` lets a machine, “{ $voice_backend }” ({ $voice_model }) { $voice ->
            [network] on a computer in the clinic's own network
            [remote] on a computer outside the clinic{ $voice_signed ->
                [1] , under a signed agreement with { $voice_party }
               *[0] , without a signed agreement
            }
           *[other] on the clinic's own machine
        }, write down what you say in them. It gets the whole recording, with any other voice in it, and nothing in it can be masked. I keep no recording. The text counts as your words from a machine, which can mishear: it is compared with danger words, and you can correct it by a reply or take it away with `no`. { $voice_first ->
            [desk] A therapist sees it before the room does.
           *[room] It stands in the room at once.
        } `{ $prefix }withdraw voice` ends it.
    }
    - { $offers ->
        [1] After `{ $prefix }speak`, I may also look at the talk unasked, to bring an idea to the therapist's desk.
       *[0] { $reader ->
            [1] Apart from that second reader, I use what is written here only when somebody asks me something.
           *[0] I use what is written here only when somebody asks me something.
        }
    }{ $where ->
        [none] {""}
       *[model] {" "}If a therapist turns live translation on, I say so here; from then on each message goes to the model, one at a time, to be translated.
    }
    - { $watched ->
        [0] Nobody sits in without agreeing.
       *[other] Sitting in without writing, and without having to agree: { $observers }.
    }
    - Your agreement lasts { $days } days, or until you leave, or until these facts change. `{ $prefix }withdraw` ends it at once and removes your words.
    - A no costs nothing and needs no reason: `{ $prefix }decline`, also in our private room. I never say here who has not agreed, said no or taken it back; only the therapist's desk sees that.{ $leaves_out ->
        [1] {" "}Somebody who is away and has not answered can be left out: nothing of theirs is kept or sent until they agree; danger words are compared as for everybody.
       *[0] {""}
    }
    - A therapist may see what I write before you do, also in your direct room with me, and may change it or hold it back.{ $minor ->
        [1] {"\u000A"}- A minor takes part: their guardian has to agree too. I never tell a guardian about danger words or alarms.
       *[0] {""}
    }
    - { $controller ->
        [none] The clinic that runs this bot is responsible for your data; to complain, ask your therapist for its address.
       *[other] Responsible for your data: { $controller }.{ $contact ->
            [none] {" "}To complain, ask your therapist for its address.
           *[other] {" "}Questions and complaints: { $contact }.
        }
    } You can also complain to your country's data protection authority.
    - Anybody can turn me off with `{ $prefix }stop`.

## Consent

agree-done =
    { $what ->
        [listen] Thank you. I may read along, but your words do not go to the model.
        [model] Thank you. Your words may go to the model.
        [voice] Thank you. Your voice messages may be written down. If something is misheard, reply with your own words, or `no`.
       *[both] Thank you, noted.
    } { $then ->
        [waiting] Not everybody has agreed yet. { agree-undo }
        [ready] Everybody has agreed. A therapist can type `{ $prefix }listen`.
       *[on] { agree-undo }
    }
agree-undo = { $what ->
        [voice] Take it back at any time with `{ $prefix }withdraw voice`.
       *[other] Take it back at any time with `{ $prefix }withdraw`.
    }
agree-old-card = That card is out of date: what it says has changed. Please read the newest card and reply `agree` to that one.
agree-again = I cannot count this yes: the card that counts now had not reached you yet. Please read the newest card here, then reply `agree` to it or type `{ $prefix }agree`.
agree-type = Your app does not protect which message a reply is for, so I cannot count it. Please type `{ $prefix }agree`.
agree-which = Type `{ $prefix }agree` for both, `{ $prefix }agree listen` or `{ $prefix }agree model` for one.{ $voice ->
        [none] {""}
       *[here] {" "}Voice messages are apart from these: `{ $prefix }agree voice`.
    }
agree-sure = To be sure: `agree` or `no`? Both are fine.
no-stands = Your no stands for this session, and that is fine: you need not answer again. Once the session is over, or after { $hours } hours, you can agree with `{ $prefix }agree` if you like.
decline-done = That is fine, and needs no reason. The AI stays off, and I keep nothing of yours. I will not ask you again in this session.
withdraw-done = Done. Your agreement is withdrawn and your words are removed. To agree again: `{ $prefix }agree`.
withdraw-voice-done = Done. Your voice messages are not written down any more, and what was written of them is removed. Everything else stays as it was.
withdraw-voice-nothing = Your voice messages are not written down here: you had not agreed to that. To agree: `{ $prefix }agree voice`.
withdraw-nothing = You had not agreed to anything, and I keep no words of yours. To agree: `{ $prefix }agree`.

## The floor

listen-on = AI on: I read along and answer when asked. Anybody can type `{ $prefix }stop`.
speak-on = AI on: I read along, answer when asked, and may bring an idea to the therapist's desk. Anybody can type `{ $prefix }stop`.
speak-never = This room's policy does not let me offer anything unasked. `{ $prefix }listen` works.
speak-unable = I have nothing to offer unasked: this room has no language model. `{ $prefix }listen` works.
disclosure = A reminder: I am an AI, not a therapist and not a person. I can be wrong. Anybody can type `{ $prefix }stop`; `{ $prefix }privacy` says more.
in-the-room = That counts only in the session room, where everybody can see it. Please type it there.
at-the-desk = That works only at the desk, where no client reads it. Please type it there.
are-you-ai = I am an AI, a computer program. I am not a person and not a therapist, and I can be wrong. To reach a human, write to the therapist in the session room.
listen-needs = Not yet: not everybody has agreed. Everyone can reply `agree` or `no` to the card, whenever they like. Both are fine.
listen-needs-desk =
    Not yet. { $people ->
        [none] {""}
       *[other] Not agreed yet: { $people }. I name nobody in the session room; please do not ask anyone in front of others.
    }{ $guardian ->
        [1] {" "}A minor takes part, and their guardian's agreement is missing: the operator can put it into this room's file (`guardian`).
       *[0] {""}
    }{ $without ->
        [1] {" "}To begin without those who are away, type `{ $prefix }listen without` here: nothing of theirs is kept or sent until they agree.
       *[0] {""}
    }
listen-without = The AI is on, without: { $people }. Nothing they write is kept or goes to a model until they agree; danger words are compared as for everybody. They can read what is said in the room.
without-never = This room's policy lets me begin only when everybody has agreed.
without-refused = Not without { $people }: saying no, or taking an agreement back, is an answer, not an absence. The AI stays off in this session while they are in the room.
without-nobody = Then there would be no client left in this session. Please wait until somebody has agreed.
listen-already = I am listening already. `{ $prefix }status` shows how things stand.
listen-never = This room's policy keeps the AI off. Glossary terms still work: `{ $prefix }explain rumination`.
type-again = I was away when you typed this. Please type it again.
two-texts = This message looks different in different apps, so I did not act on it. Please type it again without any formatting.
edited-meanwhile = You have changed this message, so I did not act on it. Please type it again as a new one.
unreadable = I could not read this message: its key has not arrived. If it was for me, please send it again.
send-again = I could read this only now, so I have not done it. Please type it again.
off-already = The AI is off already. A therapist can turn it on with `{ $prefix }listen`.
floor-off = AI off. I keep nothing of what is said from now on. A therapist can turn me on with `{ $prefix }listen`.
desk-no = The AI stays off: { $people } said no or took their agreement back. That is their right and needs no reason. The session room does not hear who it was; please do not speak of it in front of others.
floor-off-newcomer = AI off: { $person } has joined. It can be turned on again with `{ $prefix }listen` once everybody has agreed.
floor-off-changed = AI off: the people or the rules of this room have changed. Please look at the card and agree again if it asks you to.
floor-off-therapist-left = AI off: { $person } has left the room. A therapist can turn it on again with `{ $prefix }listen`.
desk-floor-off-left = The AI is off: { $person } has left the session room or was removed from it. Open cards no longer count. To go on with the people who are here, type `{ $prefix }listen`.
desk-floor-off-newcomer = The AI is off: { $person } has joined the session room and has been sent the consent card. Open cards no longer count. Once everybody has agreed, type `{ $prefix }listen`.
desk-floor-off-changed = The AI is off: somebody joined or left the session room while I could not see it. Type `{ $prefix }status` to see who is there and who has agreed, then `{ $prefix }listen`.
floor-off-expired = AI off: an agreement has run out, as agreements do. Anybody who wants to go on can reply `agree` to the card; then a therapist can turn it on.
desk-floor-off-expired = The AI is off. These agreements have run out: { $people }. I name nobody in the session room.
floor-off-idle = AI off: nobody has written for { $minutes } minutes. A therapist can turn it on with `{ $prefix }listen`.
floor-off-absence = AI off: no therapist has written for { $minutes } minutes. A therapist can turn it on with `{ $prefix }listen`.
floor-off-unread = AI off: something that happened here cannot be read. It may have been somebody asking to stop. A therapist can turn me on with `{ $prefix }listen`.
floor-off-away = AI off: I was away { $since }–{ $until } and heard nothing. A therapist can turn me on with `{ $prefix }listen`.

## Rooms

room-not-encrypted = This room is not encrypted, so I cannot stay. Please make an encrypted, private room and invite me there.
room-public = Anybody could join this room, so I cannot stay. Please make it “invite only” and invite me again.
room-history = Newcomers could read what was said here before they came, so I stay off and no agreement counts yet. In Element: the room's Settings, “Security & Privacy”, “Who can read history?”, “Members since invited”, or “Members only (since they joined)” if your clinic asks for that. Then I start by myself.
room-alone = There is nobody here but you and me, so this is not a session yet. Please invite the people it is for: it begins when the first of them comes. To start in another room, invite me there.
room-alone-history = There is nobody here but you and me, so this is not a session. For a session, please make an encrypted room whose history is set to “Members since invited”, and invite the people it is for, and me.
room-replaced = This room has been replaced by a new one, so the AI is off here for good. A therapist can invite me to the new room; everybody is asked to agree again there.
desk-replaced = This desk is closed: the session room has been replaced. { $alarms ->
        [0] Typing here does nothing any more.
       *[1] Only `{ $prefix }ack` still works here.
    } Please invite me to the new room: it gets its own desk.
room-no-policy = This room is not in the clinic's policy, so I cannot stay. Please ask the operator to add it, then invite me again.
room-other-account = The clinic has given this room to { $account }, so I keep out of it. Please invite that account.

## Answers

answer =
    { answer-label }

    { $answer }{ $cut ->
        [1]
        {"\u000A\u000A"}_This was longer; I cut it here._
       *[0] {""}
    }{ $task ->
        [express]
        {"\u000A\u000A"}_Take one, change it, or leave it. I send nothing for you._
       *[other] {""}
    }{ $human ->
        [1]
        {"\u000A\u000A"}_To reach a human, ask your therapist here or call the clinic._
       *[0] {""}
    }
answer-live =
    { $answer }{ $cut ->
        [1]
        {"\u000A"}_This was longer; I cut it here._
       *[0] {""}
    }{ $human ->
        [1]
        {"\u000A"}_To reach a human, ask your therapist here or call the clinic._
       *[0] {""}
    }
    _— AI translation, { $checked ->
        [no] unchecked
        [edited] edited by { $person }
       *[yes] approved by { $person }
    }{ $source ->
        [second] {" "}· “{ $backend }”
       *[model] {""}
    }_
answer-voice =
    Voice, written down by a machine: { $answer }

    _{ $checked ->
        [no] Not checked; it can mishear.
        [edited] Corrected by { $person }.
       *[yes] Looked at by { $person }; it can mishear.
    } Your words? Reply with what you said, or `no` to take this away._
answer-voice-own =
    Voice, in the speaker's own words: { $answer }
answer-label =
    { $source ->
        [embedded] _Built-in phrases, no AI model{ $checked ->
            [no] {""}
            [edited] {" "}· edited and approved by { $person }
           *[yes] {" "}· approved by { $person }
        }_
       *[model] _AI · { $checked ->
            [no] not checked by a therapist
            [edited] edited and approved by { $person }
           *[yes] approved by { $person }
        }{ $source ->
            [second] {" "}· “{ $backend }”
           *[model] {""}
        }_
    }
answer-dropped = The message this was about has changed, so I dropped the answer. Please ask again.
glossary-answer =
    _{ $whose ->
        [clinic] Clinic's glossary
        [both] From the glossary (this clinic's text and Third Chair's own, which is not reviewed by a clinician)
        [both-signed] From the glossary (this clinic's text and Third Chair's own, reviewed by { $reviewed })
        [signed] From the glossary (Third Chair's own text, reviewed by { $reviewed })
       *[built-in] From the glossary (Third Chair's own text, not reviewed by a clinician)
    }, not AI_

    { $entries }{ $more ->
        [1]
        {"\u000A"}For another word in that message: `{ $prefix }explain` and the word.
       *[0] {""}
    }
glossary-entry =
    __{ $term }__: { $plain }
    _Example:_ { $example }{ $source ->
        [none] {""}
       *[other] {"\u000A"}_Source:_ { $source }
    }

## A word on an answer

follow-gone = What that answer was based on has changed or is gone, so I cannot put it differently. Please type the command again.
follow-glossary = That is all my glossary says, and no language model is set up here. Your therapist can tell you more.

## What is missing

explain-what = What should I explain? Type `{ $prefix }explain rumination`, or reply `{ $prefix }explain` to a message.
explain-unknown =
    { $some ->
        [0] My glossary has no entry for that, and no language model is set up here. The operator can add one on this machine.
       *[other] My glossary has no entry for that. Did you mean: { $near }? For anything else the operator can set up a language model.
    }
translate-what = What should I translate? Type `{ $prefix }translate id good morning`, or reply `{ $prefix }translate` to a message.
express-what = Type your rough words after it, such as `{ $prefix }express i am so tired of this`. You pick or drop what I offer.
ask-what = Type your question after it, such as `{ $prefix }ask what did we agree on?`
about-unseen = I cannot use that message: it is a picture, a recording or a file, or it was written while I was off or before its writer agreed, or it is too old. You can copy the words and put them after the command.
which-words = Your app does not protect which message a reply is for, so I cannot be sure which one you mean. Please type it as a new message, not as a reply, with the words you mean: `{ $prefix }{ $name } …`.
which-answer =
    Your app does not protect which message a reply is for, so I cannot be sure which answer you mean. Please name it:
    { $answers }
which-answer-line = `{ $prefix }{ $name } { $code }` ({ $time })
too-long = That is too long for me. Please use at most { $most } characters.
help-what = I do not know a command with that name. `{ $prefix }help` shows what you can use.
type-exactly = I was not sure that this was for me. Please type it just like this: `{ $prefix }{ $near }`.
take-back-which = Which one do you mean? `{ $prefix }withdraw` takes your own agreement back; `{ $prefix }retract`, as a reply, deletes an AI message. Nothing has changed yet: please type one of them.
unknown-command =
    { $near ->
        [none] I do not know that command. `{ $prefix }help` shows what you can use.
       *[other] I do not know that command. Did you mean `{ $prefix }{ $near }`? `{ $prefix }help` shows all.
    }

## Not now, or not you

needs-listen = I can do that while the AI is on. A therapist can turn it on with `{ $prefix }listen`.
needs-model = That sends words to the model, which needs its own agreement: `{ $prefix }agree model`. Without it, everything that needs no model still works: `{ $prefix }explain rumination`.
not-permitted = Only a therapist can use this here. `{ $prefix }help` shows what you can use.
not-here = This command is switched off in this room. `{ $prefix }help` shows what you can use.
verify-first = I cannot be sure yet that this device is yours. Please verify it in your app (Settings: Encryption, Devices or Security), then type it again. `{ $prefix }stop` always works.
verify-bot = I am a program, so I cannot compare emojis with you. To be sure that this is me, ask the clinic for my fingerprint and how to compare it: Element on a computer shows it. Everything here works without that, too.
identity-changed = The security identity of your account is not the one I know. If you have reset it, tell the clinic, so that the operator can confirm it; if you have not, tell them at once. `{ $prefix }stop` always works.

## When the model does not answer

trouble-busy = The model is busy. Please try again in a minute.
trouble-refused = The model server does not accept what I send. Asking again will not help; please tell the operator.
trouble-down = The model server does not answer. Please try again later, and tell the operator if it keeps happening.
trouble-slow = The model took too long, so I stopped waiting. Please try again, perhaps with fewer words.
trouble-empty = The model gave no answer that I can show. Please try again; if you typed something, try other words.
trouble-cut = The model's answer broke off before the end, so I do not show it. Please ask for less at a time, or tell the operator.
trouble-declined = The model declined to answer this. It may help to say it in other words.
trouble-filtered = A filter on the model server did not let this through. It may help to say it in other words.
trouble-long = This is more than the model can take in at once. Please ask for less, or tell the operator.
trouble-spent = The clinic's account with the model server is used up. Please tell the operator.
held-back = { $task ->
    [explain] An explanation
   *[translate] A translation
    } was not shown: { $why ->
    [refused] the model declined, or answered the message
    [tongue] it was not in the language that was asked for
    [shape] it was not as long as the text, or in other paragraphs
    [turned] it denied a danger that the text does not deny, or the other way round
    [long] it was far longer than the text
    [echo] part of the text was left untranslated
    [same] it only repeated the text
    [rules] it repeated what the model was told
    [ours] it looked like a line of mine
    [loop] it said the same few words again and again
    [term] it did not name the term
    [failed] the model gave no answer
   *[empty] there was nothing left to read
    }. The person who asked knows only that there is nothing to show. If this happens often, the operator can look at the model.
not-served = The model in this room is not set up for that, so I sent nothing. Other commands work; the operator can allow this one, or add a model for it.
translate-unable = I cannot translate: this room has no language model. The operator can set one up on this machine.
ask-unable = I cannot answer questions: this room has no language model. The operator can set one up on this machine.
explain-unable = My glossary has no entry for that, and no language model is set up here. The operator can add one on this machine.
express-unable =
    I cannot put these words differently without adding to them.
    Is it one of these? { $choices }
    If so, type it, such as `{ $prefix }express i am { $first } when ...`. Or say it to the therapist just as it is: that is enough.
express-to-person = This is for a person to hear, not for me. You do not need better words: it is enough to say it to { $people }, or to somebody you trust, just as you wrote it.

## Help

help =
    __What you can type here__
    { $commands }
    `{ $prefix }help explain` tells more about one{ $whole ->
        [1] .
       *[0] , `{ $prefix }help all` lists the rest.
    }
help-help = `{ $prefix }help`: what you can do now
    .more = `{ $prefix }help` lists what you can do now, `{ $prefix }help all` everything you can use. `{ $prefix }help explain` tells more about one command.
help-status = `{ $prefix }status`: is the AI on, has everybody agreed, where words go
    .more = `{ $prefix }status` shows whether the AI is on, whether everybody has agreed (the desk: who to what), which model is used and how much I keep.
help-policy = `{ $prefix }policy`: the rules of this room
    .more = `{ $prefix }policy` shows every rule of this room and the file it comes from.
help-privacy = `{ $prefix }privacy`: what I do with words
    .more = `{ $prefix }privacy` shows in full what I keep, for how long, and where words go.
help-agree = `{ $prefix }agree`: yes for yourself
    .more = `{ $prefix }agree` says yes to both: I may read along, and your words may go to the model. `{ $prefix }agree listen` or `{ $prefix }agree model` says yes to one; `{ $prefix }agree voice`, where the card speaks of voice messages, to having yours written down. It counts only for you.
help-decline = `{ $prefix }decline`: no for yourself
    .more = `{ $prefix }decline`, or `no` as a reply to the card, says no, here or in our private room. The AI stays off, nobody is told who it was but the therapist, and it stands for this session. You need no reason.
help-withdraw = `{ $prefix }withdraw`: take your yes back
    .more = `{ $prefix }withdraw` takes your agreement back. The AI goes off and your words are removed at once. `{ $prefix }withdraw voice` only ends the writing down of your voice messages. You need nobody's permission.
help-stop = `{ $prefix }stop`: turn the AI off at once
    .more = `{ $prefix }stop` turns the AI off at once, also in the middle of an answer. Anybody can do it. The word `stop` as a reply to me does it too.
help-listen = `{ $prefix }listen`: turn the AI on
    .more = `{ $prefix }listen` turns the AI on, once everybody has agreed. It reads along and answers when asked. Typing it is your own agreement.
help-off = `{ $prefix }off`: turn the AI off
    .more = `{ $prefix }off` turns the AI off. It keeps nothing of what is said and asks no model.
help-explain = `{ $prefix }explain rumination`: a term in plain words
    .more = `{ $prefix }explain rumination` explains a term in plain words, from the glossary first. As a reply to a message it explains the terms in it. Or mention me and ask: what does rumination mean? Too hard? Reply `simpler`, `shorter`, `an example` or `I don't get it` to my answer.
help-translate = `{ $prefix }translate id good morning`: translate
    .more = `{ $prefix }translate id good morning` translates into the language you name. As a reply, `{ $prefix }translate` translates that message. A therapist can type `{ $prefix }translate auto id en`: each message is translated as it is written, until `{ $prefix }translate auto off`.
help-express = `{ $prefix }express i am so tired of this`: find words
    .more = `{ $prefix }express` and your rough words: I offer two or three ways to say it, in your language. Pick one, change it, or drop it. Reply `simpler` or `shorter` to get others.
help-ask = `{ $prefix }ask what did we agree on?`: ask about the talk
    .more = `{ $prefix }ask` and a question: I answer only from the last messages. Mentioning me with a question does the same.

## How things stand

status =
    __AI: { $floor ->
        [listen] on (reads along, answers when asked)
        [speak] on (may also offer something)
       *[off] off
    }{ $frozen ->
        [1] {""}: the clinic's operator has paused it to look into something
       *[0] {""}
    }__
    { $named ->
        [1]
        Agreed to reading along: { $readers ->
            [0] nobody yet
           *[other] { $listen }
        }
        Agreed to the model: { $senders ->
            [0] nobody yet
           *[other] { $model }
        }{ $waiting ->
            [0] {""}
           *[other]
            {"\u000A"}Still open: { $open }
        }
       *[0] { $waiting ->
            [0] Everybody has agreed.
           *[other] Not everybody has agreed yet.
        }
    }
    Model: { $where ->
        [none] none, words stay in this bot
        [here] “{ $backend }” on this machine
        [network] “{ $backend }” in the clinic's own network
       *[remote] “{ $backend }” outside the clinic{ $signed ->
            [1] , under agreement with { $party }
           *[0] , without an agreement
        }; names are replaced first
    }{ $second ->
        [1]
        {"\u000A"}If that fails or is not allowed: { $other_where ->
            [demo] “{ $other }” on this machine
            [here] “{ $other }” on this machine
            [network] “{ $other }” in the clinic's own network
           *[remote] “{ $other }” outside the clinic{ $other_signed ->
                [1] , under agreement with { $other_party }
               *[0] , without an agreement
            }; names are replaced first, for both
        }
       *[0] {""}
    }
    What it writes: { $checked ->
        [never] never shown in this room
        [simulated] a simulation, shown only to therapists
        [all] a therapist looks at it first
       *[asked] answers come at once; anything unasked goes to a therapist first
    }{ $drafts ->
        [none] {""}
       *[other] {" "}(waiting at the desk: { $drafts })
    }{ $reader ->
        [1]
        {"\u000A"}Second reader for danger: a model, beside the list (asked { $watched }, without a clear answer { $unclear }; { $read } tokens today)
       *[0] {""}
    }{ $ideas ->
        [1]
        {"\u000A"}Ideas offered here, unasked: { $offers } of at most { $most }; looking for them took { $spent } of { $tokens } tokens
       *[0] {""}
    }{ $interpreting ->
        [none] {""}
       *[other]
        {"\u000A"}Live translation: { $interpreting }, { $live ->
            [once] shown at once
            [cards] a therapist looks at it first
           *[never] only for therapists
        }
    }{ $budget ->
        [none] {""}
       *[other]
        {"\u000A"}The model was asked today: { $room_requests } of { $room_most_requests } requests, { $room_tokens } of { $room_most_tokens } tokens{ $budget ->
            [own] ; of that by you: { $own_requests } of { $own_most_requests } requests, { $own_tokens } of { $own_most_tokens } tokens
           *[room] {""}
        }
    }
    Kept now: { $lines } of at most { $messages } messages, for { $minutes } minutes{ $kept ->
        [0] {""}
       *[other] ; for a summary or note { $kept }, for { $hours } hours
    }
policy =
    __Rules of this room__ ({ $sha })
    { $rules }
policy-line = { $rule }: { $value } _({ $origin })_

## The desk

approval-about =
    { $at ->
        [none] {""}
       *[other] What you asked at { $at } ·{" "}
    }
approval-waits =
    { approval-about }{ $posts ->
        [no] I may not write AI text in this room, so the answer goes only to { $people }.
       *[yes] { $own ->
            [1] The answer comes to your desk first.
           *[0] { $people } will look at it first.
        }
    }
approval-asked-again =
    { approval-about }You changed it, so I asked again. { $own ->
        [1] The answer comes to your desk first.
       *[0] { $people } will look at it first.
    }
approval-let-out = { approval-about }Looked at, and let out.
approval-not-let-out =
    { approval-about }{ $own ->
        [1] Not let out.
       *[0] Not let out. You can ask { $people }, or ask me again.
    }
approval-taken-back = { approval-about }Let out, and then taken back. Please do not rely on it.
outcome-held-back =
    __{ $code }__ did not go out, though you let it: { $why ->
        [floor-off] the AI was turned off first.
       *[withdrawn] what it rests on is gone.
    } Nobody has read it.
desk-agreed = Everybody has agreed. You can type `{ $prefix }listen`.
desk-greeting =
    __This is the desk.__ Only therapists and I are here. { $posts ->
        [no] What the AI writes comes only here; it may not be posted in the session room.
       *[yes] Before the AI says anything in the session room, I show it here.
    }
    Answer a card by replying to it: `ok` lets it out, `no` drops it, and four words or more are your own wording, which I show once more. While only one card is open, `ok` works without a reply; otherwise type `ok K1`.
    Commands work here too, unseen by the client: `{ $prefix }help`.
desk-shared-how = __Several rooms share this desk__, so each line begins with the code of its room. Reply to the line you mean, or put the code at the end: `ok K1 { $code }`. A bare `ok` works only while one card is open in all the rooms together.
desk-shared-closed = This desk is closed: its room now shares a desk with the other rooms of its therapists. Whatever was still open here comes there.
desk-shared-left = This room has left this desk. I have taken back what stood here of it; whatever was still open comes to the desk that it has now.
desk-which-room =
    Which room is this for? Nothing has happened yet. Please reply to a line of that room, or put its code at the end: `ok K1 { $code }`.
    { $open ->
        [0] Nothing waits for you here now.
       *[1] What waits here:
    }
    { $rooms }
desk-room-line = - `{ $room }`: { $codes }
card-draft =
    { $heading }

    { $answer }{ $cut ->
        [1] {" "}…
       *[0] {""}
    }

    { $doubt ->
        [medication] __Please look twice: it mentions medication or a dose.__{"\u000A"}
        [diagnosis] __Please look twice: it seems to name a diagnosis.__{"\u000A"}
        [risk] __Please look twice: it seems to judge how great a danger is.__{"\u000A"}
        [danger] __Please read it twice: these words may hint at danger.__{"\u000A"}
        [placeholder] __It has a placeholder that stands for nobody here, so it cannot go out as it is. Please reply with your own wording.__{"\u000A"}
       *[none] {""}
    }{ $edited ->
        [1] A therapist's wording.{" "}
       *[0] { $source ->
            [embedded] Built-in phrases, no model.{" "}
           *[model] {""}
        }
    }{ $posts ->
        [never] This room's policy lets no AI text into the session room: say it in your own words. `no` drops it.
        [simulated] __SIMULATED__: nothing is posted. `ok`, `no`, or your own wording?
       *[yes] `ok`, `no`, or your own wording?
    }{ $newer ->
        [0] {""}
        [one] {" "}1 newer message.
       *[other] {" "}{ $newer } newer messages.
    }{ $tokens ->
        [0] {""}
       *[other] {" "}_About { $tokens } tokens; { $used } % of today's budget used._
    }
card-heading =
    __{ $code }__ · { $task ->
        [offer] { offer-kind }: { $links }
        [explain] { $person }, explain
        [translate] { $person }, translate
        [interpret] { $person }, live translation
        [transcribe] { $person }, voice message
        [express] { $person }, looking for words
        [summary] A summary for people in the room: { $links }
       *[other] { $person }, ask
    }{ $wish ->
        [simpler] , simpler
        [shorter] , shorter
        [example] , with an example
       *[none] {""}
    }{ $direct ->
        [1] {" "}(in their direct room)
       *[0] {""}
    }{ $quoted ->
        [1] : “{ $quote }”
       *[0] {""}
    }{ $linked ->
        [1] {" "}· { $label } { $link }
       *[0] {""}
    }
card-line =
    __{ $code }__ · { $task ->
        [offer] { offer-kind }
        [explain] { $person }, explain
        [translate] { $person }, translate
        [interpret] { $person }, live translation
        [transcribe] { $person }, voice message
        [express] { $person }, looking for words
        [summary] A summary for people in the room
       *[other] { $person }, ask
    }{ $direct ->
        [1] {" "}(in their direct room)
       *[0] {""}
    }
outcome =
    __{ $code }__ · { outcome-verdict }. { $again ->
        [1] Reply `again` for a new draft.
       *[0] {""}
    }
outcome-verdict =
    { $verdict ->
        [approved] approved by { $person }, { $time }
        [refused] dropped by { $person }, { $time }
        [corrected] reworded by { $person }, { $time }; see the next card
        [timed-out] nobody answered in time, { $time }
        [outdated] the talk or the people in the room have moved on, { $time }
        [changed] a message behind it was changed, { $time }
        [withdrawn] a message or an agreement behind it is gone, { $time }
       *[floor-off] the AI was turned off, { $time }
    }
outcome-kept =
    { $heading }{ $kept ->
        [1] {"\u000A\u000A"}{ $answer }{ $cut ->
            [1] {" "}…
           *[0] {""}
        }
       *[0] {""}
    }

    { outcome-verdict }{ $linked ->
        [1] {" "}· in the room { $label } { $link }
       *[0] .
    }{ $again ->
        [1] {" "}Reply `again` for a new draft.
       *[0] {""}
    }
card-closed =
    { $code }: { $verdict ->
        [approved] { $person } has approved this already, { $time }.
        [refused] { $person } has dropped this already, { $time }.
        [corrected] { $person } has reworded this, { $time }; please look at the newer card.
        [timed-out] this waited too long and was dropped, { $time }.
        [outdated] the talk or the people in the room have moved on, so this was dropped, { $time }.
        [changed] a message behind it was changed, so this was dropped, { $time }.
        [withdrawn] a message or an agreement behind it is gone, so this was dropped, { $time }.
       *[floor-off] the AI was turned off, so this was dropped, { $time }.
    } { $again ->
        [1] Reply `again` to the card for a new draft.
       *[0] Nothing was posted now.
    }
card-open = { $code } is still waiting. Reply `ok`, `no`, or your own wording.
card-again = I ask once more; the new draft comes here.
poll-question = { $code }: let it out? Your last tap counts, { $seconds } seconds later. A reply to the card works as well.
poll-yes = Let it out
poll-no = Drop it
poll-over = { $code }: voting is over. Please reply to the card.
vote-again = { $code }: I cannot be sure that your vote still holds, so I have not counted it. Please vote again, or reply `ok` or `no` to the card.
card-which =
    Which card? Open here:
    { $cards }
    Please reply to it, or name it: `ok { $code }`, `no { $code }`.
card-unclear = { $code }: I could not tell whether that is a yes or a no, so nothing happened. `ok` lets it out, `no` drops it. A wording of your own has at least four words, or begins with `say:`.
card-name-it = Your app does not protect which card a reply is for, so I cannot count it. Please name the card: `ok { $code }` or `no { $code }`.
card-reaction = { $code }: please reply `ok` or `no` to the card. I do not count reactions: they are not encrypted, so the homeserver could make one up.
card-empty = { $code }: there was nothing left to post in that wording. Please use plain text.
card-placeholder = { $code } has a placeholder that stands for nobody here, so I cannot post it. Please reply with your own wording, or `no`.
card-never = { $code }: this room's policy lets no AI text into the session room, so I cannot post it. You can say it in your own words.
simulated =
    __SIMULATED · not posted.__ This would have appeared in the session room:

    { $answer }
card-wrong =
    __{ $code }__ · { $person } says this AI message is wrong: { $link }
    You can take it back with `{ $prefix }retract { $code }`, and say in the room what is right.
card-wrong-glossary =
    __Glossary__ · { $person } says this answer is wrong: { $term } · { $link }
    { $whose ->
        [clinic] It is your clinic's own text; your operator can change it.
       *[built-in] It is Third Chair's own text; your operator can put your clinic's own entry in its place.
    } Please say in the room what is right.
wrong-what = Please reply `{ $prefix }wrong` to the message of mine you mean. A term of the glossary can be named: `{ $prefix }wrong rumination`.
wrong-done = Thank you for saying so. { $people } has been told.
retract-what = Please reply `{ $prefix }retract` to the AI message you mean, or name it at the desk: `{ $prefix }retract K1`.
retract-done = { $code } is deleted, and the room was told.
retracted = { $person } took the AI message of { $link } back. Please do not rely on it.

## Alarms and the supervisor

alarm-wordless = __An alarm is waiting at this desk.__ I show what it is about only on verified devices, and none of yours is verified. Please verify this one in your app (Settings: Encryption, Devices or Security), and look after the people in your room meanwhile.
desk-deaf = { $person }'s app cannot read me: no device of theirs is verified, so they see the card and a few fixed lines, but no answer. Please help them verify it in their app (Settings: Encryption, Devices or Security). Then I show them the card again.
alarm-identity-changed =
    __{ $code }__ · The security identity of { $person } is not the one I know. Their commands do not count until the operator confirms it.
    Please ask them, not by Matrix, whether they have reset it. Then type `{ $prefix }ack` here.
paused = An alarm is waiting, so the AI says nothing here. Please look at the alarm and type `{ $prefix }ack`; `{ $prefix }translate` still works meanwhile.
for-a-person = These words are for a person, not for me.
card-paused = { $code }: an alarm is waiting. Please look at it and type `{ $prefix }ack` first; then reply to this card again.
alarm-tripwire-broken =
    __{ $code }__ · { $times ->
        [1] A message
       *[other] { $times } messages
    } from { $person } could not be compared with the list of danger words. { $place ->
        [direct] They wrote it in their private room: you cannot see it. Please ask them, alone with them, how they are,
       *[other] Please read it now,
    } and tell the operator. Then type `{ $prefix }ack { $code }` here.
ack-nothing = There is nothing to acknowledge.
ack-done =
    Acknowledged:
    { $lines }
ack-which =
    Which one? Please type `{ $prefix }ack` and its code, or `{ $prefix }ack all`.
    { $lines }
ack-line = { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · { $reason ->
        [crisis] { $person }: { danger-kind }
        [second-reader] { $person }: found by a model
        [tripwire-broken] a message could not be compared
       *[identity-changed] a security identity has changed
    }{ danger-place }
alarm-taken = { $code }: { $person }, your second contact, has answered and is seeing to it. Please talk to { $person } now.
drill-waits = An alarm is already waiting. Please acknowledge it first; then type `{ $prefix }drill` again.
supervisor-session = Room { $room }: session over after { $minutes } min. Asked { $asked }, approved { $approved } (reworded { $edited }), dropped { $refused }, lapsed { $lapsed }, called wrong { $wrong }, taken back { $retracted }.{ $watched ->
        [0] {""}
       *[other] {" "}Second reader: asked { $watched }, without a clear answer { $unclear }.
    }{ $interpreted ->
        [0] {""}
       *[other] {" "}Translated live: { $interpreted }.
    }{ $uninterpreted ->
        [0] {""}
       *[other] {" "}Not translated: { $uninterpreted }.
    }
supervisor-alarm = Room { $room }: alarm { $code } was not acknowledged for { $minutes } minutes. Please reach the therapist.
supervisor-about-therapist =
    Room { $room }, alarm { $code }: somebody wrote words of danger about their therapist. That therapist was not told. { $contacts ->
        [0] No second contact can be called: please make sure yourself that the person is safe, away from the therapist.
       *[other] The second contacts have been called; please make sure with them that the person is safe, away from the therapist.
    }
notice-about-therapist = Room { $room }: somebody wrote words about their therapist that may hint at harm. That therapist was not told. Please ask the person how they are, away from the therapist.
supervisor-unreadable =
    Room { $room }: { $source ->
        [room] my record of this session cannot be read, so I take no part in it. What is said there waits.
        [inbox] something that happened there cannot be read, so the AI is off until a therapist turns it on.
       *[job] something I was supposed to do there cannot be read, so it is not done.
    } Please ask the operator to look.
supervisor-unsaid = Room { $room }: I could not speak at the desk or in a direct room ({ $reason }). Please ask the operator to look.

## Direct rooms

express-direct = I have invited you to a room with only you and me. Type `{ $prefix }express` and your rough words there; or type them here, such as `{ $prefix }express i am so tired of this`.
direct-greeting =
    __Only you and I are here.__ Type `{ $prefix }express` and your rough words, and I look for a way to say them. { $watched ->
        [1] What I come up with goes to { $people } first.
       *[0] The others do not see it.
    }
    { $compared ->
        [0] Nobody else reads what you write here, and I compare nothing: if it is urgent, call a person. `{ $prefix }clear` deletes all I wrote here.
       *[1] Nobody else reads what you write here. I compare it with a list of danger words, even while the AI is off; if one matches, I call { $people }. It often does not notice, so do not count on it: if it is urgent, call a person. `{ $prefix }stop` here ends that; `{ $prefix }clear` deletes all I wrote here.
    }
direct-unread = Nobody reads this. I only compare it with a list of danger words, and found none; that often misses what matters. If you need somebody, please write to your therapist or call. To find words: `{ $prefix }express` and your rough words.
direct-uncompared = Nobody reads this, and I compare nothing. If you need somebody, please write to your therapist or call. To find words: `{ $prefix }express` and your rough words.
direct-ended = I am no longer part of your session: nobody reads here now, and I compare nothing. If you need somebody, please call a person.
direct-stopped = Now nobody reads here, and I compare nothing. If you need somebody, please call a person. It begins again when you type `{ $prefix }express` here.
direct-called =
    Thank you for writing this. { $behind ->
        [1] I have called other people named by the clinic. Your therapist was not told.
        [2] No therapist is there now. I have called other people named by the clinic.
       *[0] I have called { $people }.
    } I do not know yet whether they have read it, so please do not only wait for me: if it is urgent, go to somebody now.
direct-uncalled =
    Thank you for writing this. There is nobody I can call now. { $behind ->
        [1] Your therapist was not told.
       *[0] No therapist is there.
    } Please do not wait for anybody here: if it is urgent, go to somebody now, or to the nearest emergency room.
direct-read = { $by } has read my call.
direct-nobody = Nobody has answered yet. Please do not wait: if it is urgent, go to the nearest emergency room or call for help now, and stay with somebody you trust.
clear-where = That works in the room of only you and me: there it deletes all I wrote.

## Help for the desk

help-speak = `{ $prefix }speak`: on, and ideas to your desk
    .more = `{ $prefix }speak` does what `{ $prefix }listen` does, and now and then I bring an idea to your desk, after a pause. Nothing of it reaches the room without you.
help-wrong = `{ $prefix }wrong`: this AI message is wrong
    .more = Reply `{ $prefix }wrong` to an AI message, and the therapist is told.
help-retract = `{ $prefix }retract`: delete an AI message
    .more = Reply `{ $prefix }retract` to an AI message, or type `{ $prefix }retract K1` at the desk: it is deleted, and the room is told in one line.
help-ack = `{ $prefix }ack`: I have seen the alarm
    .more = `{ $prefix }ack` says that you have seen the alarm; if several are waiting, `{ $prefix }ack A2` or `{ $prefix }ack all`.
help-drill = `{ $prefix }drill`: play an alarm
    .more = `{ $prefix }drill` at the desk plays an alarm, marked DRILL, to everybody who would be called, until you type `{ $prefix }ack`. Nobody in the room sees it.

## Rules that change

floor-off-rules = AI off: the rules of this room have changed. A therapist can turn it on again with `{ $prefix }listen`.
rules-changed = { $rule }: { $was } → { $now }
rules-changed-list = { $rule }: the list has changed
rules-hold =
    __These rules apply from now on:__
    { $changes }
    `{ $prefix }policy` shows every rule of this room.
rules-offered =
    __The rules in the files are looser than here:__
    { $changes }
    They apply only after a therapist types `{ $prefix }policy accept` in the session room. Until then everything stays as it is.
rules-accepted =
    __{ $person } has accepted these rules, and they apply from now on:__
    { $changes }
    { $off ->
        [1] The AI is off; a therapist can turn it on again with `{ $prefix }listen`.
       *[0] `{ $prefix }policy` shows every rule of this room.
    }
rules-nothing-waits = No rule is waiting to be accepted. `{ $prefix }policy` shows what applies here.
rules-mistaken = The policy files have { $count ->
        [one] a mistake
       *[other] { $count } mistakes, the first
    } in { $where }. The rules from before still apply. Please tell the operator.
supervisor-rules =
    Room { $room }: { $what ->
        [hold] rules have changed, and the AI is off there.
        [offered] the files are looser than what applies there; a therapist has to accept it.
       *[accepted] a therapist has accepted looser rules, and the AI is off there.
    }
    { $changes }

## Names of the rooms that the bot makes

desk-name = Desk: { $room }
desk-name-shared = Desk
desk-topic = For therapists only: what the AI writes waits here for your ok or no. { $prefix }help tells what you can type.
desk-closed = (closed)
second-name = Third Chair
second-topic = The clinic's bot writes here when somebody is needed.
second-greeting = I am Third Chair, the clinic's bot. You are a second contact: if an alarm is not answered for a minute, I write here. There is nothing to do now; please leave this room's notifications on.
second-taken = { $code } · room { $room }: you are seeing to it now, and nobody else is called. { $behind ->
        [1] No therapist is told.
       *[0] The desk has been told.
    } Thank you.
second-which =
    Which one? Please type `{ $prefix }ack` with what is written here, or `{ $prefix }ack all`.
    { $lines }
second-line = `{ $code } { $room }` · called at { $time }
direct-name = Third Chair · { $person }
direct-topic = Only you and the AI are here. { $prefix }help tells what you can type.

## Danger: fixed sentences near a crisis, held against a rubric in tests/unit/test_crisis_words.py

helpline-card = { $parts }
helpline-first = __If somebody may be in danger now: go to { $hospital }, or call { $emergency }.__ If you can, stay with somebody you trust, away from anything that could hurt you.
helpline-neutral = Some numbers that may be useful.
helpline-eyes =
    Please read on only if nobody is looking over your shoulder. { $clear ->
        [none] You can delete your own messages in your app.
       *[other] `{ $clear }` deletes what I wrote in this room; you can delete your own messages in your app.
    }
helpline-safe = __If somebody is hurt or may be in danger now: go to { $hospital }, or call { $emergency }.__ If you can, go to people you trust.
helpline-people = __People you can reach:__
helpline-line = { $name }: { $reach } ({ $hours })
helpline-write = If calling is hard, you can write instead: { $names }. In danger, do not wait for an answer.
helpline-trust = Somebody you trust can do it with you. Please tell your therapist too, and somebody close to you.
helpline-choice = Somebody you trust can do it with you. Who you tell, and when, is your choice; a doctor or your therapist can help too.
helpline-other = English: in danger now, go to { $hospital }, or call { $emergency }.
helpline-last =
    This is an automatic message from a computer program, not from a person: { $reader ->
        [model] a language model that reads along made it appear
       *[list] a list of words was matched
    }; nobody judged you. It cannot know what was meant, and nobody may be reading here right now. You can go on writing. If this is not about you, there is nothing to do. _Checked on { $checked }._
alarm-crisis =
    { $drill ->
        [1] { drill-mark }This is a drill; nobody wrote anything.
       *[0] __Alarm { $code }__ · { $person }: { danger-kind }{ $times ->
            [1] {""}
           *[other] {" "}({ $times } messages)
        }
    }
    { $place ->
        [direct] It is in their private room: you cannot see it. Do not speak of it in front of others.
       *[room] { $drill ->
            [1] Please answer as you would a real one.
           *[0] Please read it now: { $link }.
        }
    }{ $phrase ->
        [none] {""}
       *[other] {" "}List row: “{ $phrase }”.
    } { $drill ->
        [1] {""}
       *[0] Only words were compared: nobody knows what was meant. First check that they are safe, alone with them.
    }{ $voiced ->
        [1] {" "}It is a voice message, written down by a machine that may have misheard it: please listen to it.
       *[0] {""}
    }
    { alarm-next }
alarm-second-reader =
    __Alarm { $code }__ · A model suspects that a message from { $person } is about danger. It can be wrong, and the list found nothing.
    Please read it now: { $link }.
    { alarm-next }
alarm-next =
    Type `{ $prefix }ack { $code }` here once you have seen it.{ $drill ->
        [1] {""}
       *[0] {" "}Until then the AI is silent there.
    }{ $next ->
        [none] {" "}Nobody else is called: no second contact and no on-call room is set.
       *[other] {" "}Without an answer, in { $minutes ->
            [one] a minute
           *[other] { $minutes } minutes
        } I call { $next ->
            [contact] your second contact
            [on-call] the clinic's on-call room
           *[both] your second contact, and then the clinic's on-call room
        }.
    }
alarm-unkept =
    __Alarm__ · { $person }: { danger-kind }
    { $place ->
        [direct] It is in their private room: you cannot see it. Do not speak of it in front of others.
       *[room] Please read it now: { $link }.
    } { crisis-why }
    I could not keep this alarm: my machine cannot write anything down. So it has no code, and cannot be ended yet; { $next ->
        [contact] I call your second contact now, without waiting.
        [on-call] I call the clinic's on-call room now, without waiting.
        [both] I call your second contact and the clinic's on-call room now, without waiting.
       *[none] nobody else is called, since no second contact and no on-call room is set.
    } Please see to the person, and tell the operator.
crisis-what =
    { $reader ->
        [model] a model suspected that a message is about danger
        [therapist] somebody wrote words of danger about their therapist
        [alone] somebody may be in danger
       *[list] a message matched the list of danger words
    }
crisis-why =
    { $reader ->
        [model] It may be a false alarm: a model can be wrong.
        [alone] It may be a false alarm.
       *[list] It may be a false alarm: only words are compared.
    }
crisis-second =
    { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · In room { $room } { crisis-what } at { $time }. { $reader ->
        [therapist] { $person } was not told, since it is about a therapist. Please make sure yourself that the person is safe, away from the therapist.
        [alone] No therapist is there. Please make sure yourself that the person is safe, following the clinic's procedure for danger.
       *[other] { $person } was told, and has not acknowledged it for { $minutes ->
            [one] a minute
           *[other] { $minutes } minutes
        }. Please reach { $person } now, by phone. If you cannot, follow the clinic's procedure for danger.
    }
    { crisis-why } It is over when { $reader ->
        [therapist] you type
        [alone] you type
       *[other] { $person } types `{ $prefix }ack` at the desk, or you type
    } `{ $prefix }ack { $code }` here: that says you are seeing to it.
crisis-unkept =
    In room { $room } { crisis-what } at { $time }. { $reader ->
        [therapist] { $person } was not told, since it is about a therapist. Please make sure now that the person is safe, away from the therapist.
        [alone] No therapist is there. Please make sure now that the person is safe, following the clinic's procedure for danger.
       *[other] { $person } is told at the same time as you. Please reach { $person } now, by phone. If you cannot, follow the clinic's procedure for danger.
    }
    { crisis-why } This alarm could not be kept: my machine cannot write anything down. So it has no code, and I cannot tell whether anybody is seeing to it. Please tell the operator.
crisis-on-call =
    { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · In room { $room } { crisis-what } at { $time }. { $reader ->
        [therapist] No therapist was told, since it is about one.
        [alone] No therapist is there.
       *[other] { $person } was told and has not acknowledged it for { $minutes ->
            [one] a minute
           *[other] { $minutes } minutes
        }.
    } { $reached ->
        [none] No second contact could be reached.
       *[other] Also told, without an answer: { $reached }.
    }
    { $reader ->
        [therapist] Please make sure now that the person is safe, away from the therapist.
        [alone] Please make sure now that the person is safe, following the clinic's procedure for danger.
       *[other] Please reach { $person } now, by phone. If you cannot, follow the clinic's procedure for danger.
    } { crisis-why }
danger-kind =
    { $kind ->
        [overdose] words about an overdose
        [suicide] words about suicide
        [means-at-hand] words about having the means at hand
        [strangling] words about strangling or a blow to the head
        [child-harm] words about a child being hurt
        [harm-to-others] words about hurting somebody
        [sexual-violence] words about sexual violence
        [partner-violence] words about violence by a partner
        [family-violence] words about violence at home
        [threat] words about a threat
        [self-harm] words about self-harm
        [voices] words about voices giving orders
        [passive-wish] words about not wanting to be here
        [goodbye] words like a goodbye
        [hopeless] words about seeing no way out
        [fear] words about being afraid of somebody
        [past] words about something in the past
        [neglect] words about not eating, or skipping medicine
        [model] words that a model takes for danger (it can be wrong)
       *[unknown] words about danger
    }
danger-place =
    { $place ->
        [direct] {" "}(in their private room; do not speak of it in front of others)
       *[other] {""}
    }
drill-mark = __DRILL__ ·{" "}
notice-line =
    __{ $code }__ · { $person }: { danger-kind }{ $times ->
        [1] {""}
       *[other] {" "}({ $times } messages)
    }{ danger-place }. { $phrase ->
        [none] {""}
       *[other] List row: “{ $phrase }”.
    } { $voiced ->
        [1] Voice message, may be misheard.{" "}
       *[0] {""}
    }{ $place ->
        [direct] {""}
       *[other] { $link }
    }
notices-list =
    __Noticed in this session:__
    { $lines }
    { $model ->
        [0] Only words were compared.
       *[other] Words were compared, and a model that was asked to find words took some for danger.
    } Nothing was said to anybody else.

## What left the clinic

sent-what = Type `{ $prefix }sent` to see what went to a model last, or `{ $prefix }sent K7` for one of them, by its code.
sent-direct = I show what was sent of your words in a room for the two of us. Please accept the invitation, if you are not there yet, and type `{ $prefix }sent` there.
sent-nothing =
    { $scope ->
        [all] Nothing of this room has gone to a language model, as far as I still keep it.
        [aloud] Nothing of yours from this room has gone to a language model, as far as I still keep it. What you asked me in private I show only there.
       *[own] Nothing of yours has gone to a language model, as far as I still keep it.
    } `{ $prefix }privacy` says what could.
sent-none = I have nothing to show you under the name { $code }. `{ $prefix }sent` lists what I have.
sent-list =
    __What went to a model__, { $scope ->
        [all] the newest first:
       *[other] with words of yours in it, the newest first:
    }
    { $requests }
    `{ $prefix }sent { $code }` shows one as it was sent.{ $scope ->
        [aloud] {" "}What you asked me in private I show only there.
       *[other] {""}
    }
sent-line = __{ $code }__ · { $time } · { $task ->
        [offer] an idea, unasked
        [summary] summary
        [note] note
        [watch] second reader for danger
        [interpret] live translation
        [transcribe] a voice message
        [hidden] somebody else's question
       *[other] { $task }
    } · “{ $backend }” · { $count ->
        [one] 1 message
       *[other] { $count } messages
    }{ $ending ->
        [answered] {""}
        [unanswered] {" "}· no answer
       *[unknown] {" "}· broken off; it may have left
    }
sent-one =
    __{ $code }__ · { $time } · to “{ $backend }” ({ $model }){ $agreement ->
        [none] {""}
       *[other] {" "}· { $agreement }
    }{ $tries ->
        [one] {""}
       *[other] {" "}· sent { $tries } times
    }{ $ending ->
        [answered] {""}
        [unanswered] {" "}· no answer
       *[unknown] {" "}· broken off; it may have left
    }
    { $scope ->
        [all] _Word for word, as it was sent:_
       *[other] _Your words in it, as they were sent:_
    }

    { $text }{ $next ->
        [0] {""}
       *[other] {"\u000A\u000A"}`{ $prefix }sent { $code } { $next }` shows more ({ $part } of { $of }).
    }
sent-more =
    __{ $code }__ · { $part } of { $of }

    { $text }{ $next ->
        [0] {""}
       *[other] {"\u000A\u000A"}`{ $prefix }sent { $code } { $next }` shows more.
    }
sent-erased = (erased)
cards-where = I show which cards are open only at your desk: please type `{ $prefix }cards` there.
cards-none =
    { $several ->
        [1] No card is open in the rooms that all of you here share.
       *[0] No card is open in any of your rooms.
    }
cards-list =
    __Cards are open here__, each to be decided at its own desk:
    { $rooms }
cards-room = - { $codes }: { $link }
cards-room-shared = - `{ $room }` { $codes }: { $link }
help-cards = `{ $prefix }cards`: which of your rooms have cards open
    .more = `{ $prefix }cards` at a desk lists your rooms that have cards open, with their codes and a link to the desk, and nobody's words. If several therapists are at that desk, only rooms that all of them share.
help-sent = `{ $prefix }sent`: what went to the model
    .more = `{ $prefix }sent` lists what went to a model last, and `{ $prefix }sent K7` shows one as it was sent. You see your own words, in the room that only you and I are in; a therapist sees everything, at the desk.

## What people have a right to

end-sure = This closes the session: the AI goes off, and I delete the talk I keep. { $note ->
        [made] I draft a note of it first.{" "}
        [off] The AI is off, so I draft no note of it; if you want one, type `{ $prefix }listen` first.{" "}
       *[none] {""}
    }`{ $prefix }sent` still shows what went to a model, until that runs out. To close it, type `{ $prefix }end yes` within 10 minutes.
end-done = The session is closed, and I keep nothing of the talk. A therapist can start the next one with `{ $prefix }listen`.
floor-off-ended = AI off: the session is closed. I keep nothing of the talk. A therapist can start the next one with `{ $prefix }listen`.
floor-off-closing = AI off: the session is closed. I draft a note of it at the therapist's desk, and then I keep nothing of the talk.
end-note = The session is closed. The note comes to the desk; then I delete the talk, after { $minutes } minutes at the latest.
audit-head =
    __The session is closed.__ Please keep this line: with it, your operator can show that the record up to here was not changed (`thirdchair audit verify --head`).

    { $head }
forget-what = What should I forget? `{ $prefix }forget me` for your own words, or, for a therapist, `{ $prefix }forget room` for everybody's.
forget-me-sure = This takes your agreement back and erases your words in this session: here, in drafts, and in what I kept of what went to a model. What went there cannot be called back. To do it, type `{ $prefix }forget me yes` within 10 minutes.
forget-me-done = Done. I have erased your words, and what made their fingerprints readable. Ids, times and counts stay in the record, so that it can still be checked. Your messages in this room are yours: delete them in your app if you wish.
forget-room-sure = This closes the session and erases everybody's words: the talk, drafts, and all I kept of what went to a model. What went there cannot be called back. Agreements stay. To do it, type `{ $prefix }forget room yes` within 10 minutes.
forget-room-done = Done. I have erased everybody's words in this session, and what made their fingerprints readable. Ids, times and counts stay in the record. The messages in this room stay until people delete them in their apps.
mydata-direct = I show you what I keep about you in a room for the two of us. Please accept the invitation, if you are not there yet, and type `{ $prefix }mydata` there.
mydata-file = __Your data.__ This file holds what I keep about you in this session. It is encrypted; once you save it, anybody with your device can open it. `{ $prefix }forget me` erases your words.
file-part =
    { $part ->
        [1] I could not send a file, so here it is as text.
       *[other] {""}
    } __{ $part } of { $of }__

    { $text }{ $last ->
        [cut] {"\u000A\u000A"}There is more. Please ask the clinic for the whole file.
       *[whole] {""}
    }
help-end = `{ $prefix }end`: close the session
    .more = `{ $prefix }end` turns the AI off and deletes the talk I keep. The desk gets a line that shows the record was not changed. I ask first whether you are sure.
help-forget = `{ $prefix }forget me`: erase your words
    .more = `{ $prefix }forget me` takes your agreement back and erases your words wherever I keep them. A therapist can type `{ $prefix }forget room` for everybody's. I ask first whether you are sure.
help-mydata = `{ $prefix }mydata`: what I keep about you
    .more = `{ $prefix }mydata` gives you, in the room that only you and I are in, a file with everything I keep about you in this session: agreements, your words that went to a model, and what was noted. Typed elsewhere, it invites you there.
help-clear = `{ $prefix }clear`: delete what I wrote here
    .more = `{ $prefix }clear` in the room of only you and me deletes every message of mine there.

## Words that stay here

mask-what = Type what the model should not see, such as `{ $prefix }mask Pluto` or `{ $prefix }mask Pluto, Rose Cottage`. Each needs at least two letters or digits.
mask-long = That is too long to find again. Please give at most { $most } characters each, with commas between.
mask-many = That would be more than { $most } of yours in this room. Please keep to what shows who somebody is.
mask-done = Done. From now on the model does not see that, whoever writes it. Your message still shows it here: please delete it in your app if you do not want that. What went out before cannot be called back.
help-mask = `{ $prefix }mask Pluto`: hide words from the model
    .more = `{ $prefix }mask Pluto`: from now on the model sees a mark in its place, whoever writes it. Put commas between several, such as `{ $prefix }mask Pluto, Rose Cottage`. It lasts until `{ $prefix }forget me`. It works in our direct room too.

## Practice

practice-here =
    { $about }

    You are { $person }, the therapist. What the AI would say comes to you first, as a card. Some of these drafts are wrong on purpose.
practice-live = Live translation is on: { $languages }. What they write comes to you as a card with its translation. Compare it with the message above it before you let it out.
practice-deleted = { $person } has deleted that message.
practice-type = Type `ok`, `no`, or your own wording, and press Enter. `!end` and then `!end yes` ends the practice.
practice-card =
    __The practice is over: { $title }__
    { $parts }

    Nobody catches everything, and that is what practice is for. Nothing of this was posted anywhere.
practice-caught =
    {"\u000A"}__Caught__: something was wrong, and it did not go out like that.
    { $lines }
practice-missed =
    {"\u000A"}__Let out__, though something was wrong. Worth a second look:
    { $lines }
practice-open =
    {"\u000A"}__Not decided on__: something was wrong in it.
    { $lines }
practice-ack =
    Type `!ack` once you have read it; in a session others would be called after a minute.
    After `>` you write into the session room, where everybody reads it: `> Shall we go on?`
practice-private = What the person reads in their direct room, and nobody else: { $told }
practice-answered =
    {"\u000A"}__Heard__: acknowledged within the minute, and not mentioned in front of others.
    { $lines }
practice-late =
    {"\u000A"}__Heard, after others would have been called__: more than a minute went by.
    { $lines }
practice-spoken =
    {"\u000A"}__Mentioned in front of others__: it was told only to you, and the room could read your answer.
    { $lines }
practice-unanswered =
    {"\u000A"}__Not acknowledged__: somebody wrote it and waited.
    { $lines }
practice-left =
    {"\u000A"}__Taken back__: these words are gone.
    { $lines }
practice-needless = {"\u000A"}__Refused__, though nothing was wrong on purpose: { $codes }. You may have had your reasons.
practice-right = {"\u000A"}__Let out__, and nothing was wrong on purpose: { $codes }.
practice-stale = {"\u000A"}__Went stale__: what it rested on was taken back first, so it could not go out any more, whatever you had said: { $codes }.
practice-none = {"\u000A"}No draft was decided on this time. You can begin again whenever you like.
practice-error = __{ $code }__ · { $kind ->
        [diagnosis] a diagnosis
        [medication] advice on medication
        [minimising] it makes light of something
        [translation] a wrong translation
        [disclosure] somebody is in danger
        [violence] somebody is hurt
        [false-alarm] a false alarm
        [withdrawal] an agreement taken back
       *[quote] words that nobody said
    }. { $why }
practice-step-app = Open Element Desktop, or https://app.element.io in Firefox or Chrome, on this machine. Choose “Sign in”, “Edit” beside the homeserver, and enter { $url }
practice-step-name = Sign in as { $user }, password { $password }
practice-step-key = If asked to confirm that it is you, choose the recovery key: { $recovery }
practice-step-desk = Open the desk, the room for you and the bot, and type `!listen` there. Then { $people } begins to write. Decide on each card by replying to it: `ok`, `no`, or your own wording.
practice-step-live = Open the desk, the room for you and the bot. Type `!listen` there, and then `!translate auto { $languages }`. Then { $people } begin to write, each in their own language, and each message comes to you as a card with its translation. Decide on each card by replying to it: `ok`, `no`, or your own wording.
practice-step-end = The closing card comes to the desk, and here. `!end` and then `!end yes` ends it early; Ctrl-C ends everything and keeps nothing.

## A room that the operator has frozen

floor-off-incident = AI off: the clinic's operator has paused it in this room to look into something. I ask no model until that is over. You can write here as before; `{ $prefix }status` says how things stand.
incident-desk = __The operator has frozen this room because of an incident.__ The AI stays off, nothing goes to a model, no draft can be let out, and time erases nothing here. People can still erase their own words. `{ $prefix }sent` shows here what left. Please talk to the operator about what comes next.
incident-paused = The clinic's operator has paused the AI in this room. It can go on once the operator ends the pause; please ask the clinic when. You can write here as before.
incident-keeps = The clinic's operator has paused the AI in this room and keeps its record as it is, so I cannot erase everybody's words at once now. Everyone can still erase their own words with `{ $prefix }forget me`. Please ask the operator when the pause ends.
incident-over = The clinic's operator has ended the pause. The AI stays off until a therapist types `{ $prefix }listen`.
incident-over-desk = __The operator has ended the freeze.__ Drafts from before have ended, and what was due to be erased meanwhile is erased now. Turn the AI on in the room with `{ $prefix }listen` when you wish.

## A model outside the clinic

desk-stays = What is asked at the desk stays in the clinic, and this room's model is outside it, so I sent nothing. If the people in the room may read it, ask there; or the operator can set up a model in the clinic (`docs/backends.md`).
speak-stays = Ideas for the desk stay in the clinic, and this room's model is outside it, so I have nothing to offer unasked. `{ $prefix }listen` works.

## Attachments

attached-beneath = { $compared ->
        [0] . I do not read words in or under them either.
       *[1] . Words in or under them I only compare with a list of danger words.
    }
attached-room = I cannot see or hear pictures, recordings and files, and I leave out polls, places and lines with `/me`{ attached-beneath } If you want me to use it, please write it in words.
attached-desk = I cannot see or hear pictures, recordings and files, and I do not read what is written under them, nor polls, places and lines with `/me`. If you want me to work with it, please write it in words after a command, such as `{ $prefix }ask`.
attached-direct = Nobody else sees this. I cannot see or hear pictures, recordings and files, and I leave out polls, places and lines with `/me`{ attached-beneath } If you need somebody, please write to your therapist or call. To find words: `{ $prefix }express` and your rough words.

## Voice messages

voice-not-here = Voice messages are not written down in this room, so there is nothing to agree to. Please type what you want to say.
voice-needs-agreement = I cannot hear this voice message. If you like, type `{ $prefix }agree voice`: then a machine writes your next ones down (`{ $prefix }privacy` says where). Or please type it in words.
voice-not-written = I could not write this voice message down just now. Please type it, or send it again later.
voice-listen = { $person } sent a voice message that no machine could make out: { $link }. Please listen to it yourself now; somebody may be crying, or far from the phone.
trouble-unclear = I could not make out this voice message. Please type it, or record it again somewhere quieter.
trouble-unusable = I could not use this voice message: it is too long, or its file is not right. Please send a shorter one, or type it.

## Reliance: for the therapist alone

help-reliance = `{ $prefix }reliance`: how you use the AI
    .more = `{ $prefix }reliance` shows this week's counts of how you use the AI, only to you: no words, and nothing about a client. Typed in the session room, it answers at your desk.
reliance-elsewhere = { $where ->
        [desk] At the desk.
       *[direct] In the room that only you and I are in.
    }
reliance-part = { $part } of { $whole }
reliance-percent = { $percent } %
reliance-none = none
reliance-card =
    __Your week with the AI__
    { $since } – { $until }
    In brackets: the week before.

    Words in the room by the AI: { $share } ({ $share_before })
    { $share_bar }
    Drafts you let out unchanged: { $approved } ({ $approved_before })
    { $approved_bar }
    Drafts you changed: { $changed } ({ $changed_before })
    { $changed_bar }
    Drafts you refused: { $refused } ({ $refused_before })
    { $refused_bar }
    Client messages, then a request: { $followed } ({ $followed_before })
    { $followed_bar }

    How much of a draft you changed: { $depth } ({ $depth_before })
    From card to your decision, half within: { $wait } ({ $wait_before })
    Drafts that ended undecided: { $lapsed } ({ $lapsed_before })
    AI messages taken back: { $retracted } ({ $retracted_before })
    Requests in ten minutes: { $rate } ({ $rate_before })
    Clients looking for words, `{ $prefix }express`: { $expressed } ({ $expressed_before })
    AI messages while somebody typed: { $typing } ({ $typing_before })
    Alarm to `{ $prefix }ack`, half within: { $ack } ({ $ack_before })
reliance-unchanged = You let out the last { $count } drafts without a change. They may all have been fine; reading one aloud before the ok may help. `{ $prefix }reliance` shows your week.
reliance-quick = More than half of your drafts this week were decided within 3 seconds of their card. A slow second look at the next one may help. `{ $prefix }reliance` shows your week.
reliance-words = The AI wrote over a third of all words in the room this week. You may like to say the next thing in your own words. `{ $prefix }reliance` shows your week.

# An answer at the desk that asks for a second look

read-twice = __Please read it twice: these words may hint at danger.__
answer-doubted =
    { $doubt ->
        [medication] __Please look twice: it mentions medication or a dose.__
        [diagnosis] __Please look twice: it seems to name a diagnosis.__
        [risk] __Please look twice: it seems to judge how great a danger is.__
        [danger] __Please read it twice: these words may hint at danger.__
       *[placeholder] __A placeholder in this stands for nobody here.__
    }

    { $labelled }

## The window

help-window = `{ $prefix }window`: how much of the talk I keep at hand
    .more = `{ $prefix }window` says what I keep at hand. `{ $prefix }window 10` keeps at most 10 messages from now on, `{ $prefix }window 15 min` at most 15 minutes, `{ $prefix }window all` as much as policy allows, and `{ $prefix }window clear` empties it at once.
window-holds = { $lines ->
        [0] I keep no words at hand.
        [one] I keep 1 message at hand, from { $since }: { $people }.
       *[other] I keep { $lines } messages at hand, since { $since }: { $people }.
    } At most { $messages ->
        [one] 1 message
       *[other] { $messages } messages
    }, for { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }.{ $kept ->
        [0] {""}
       *[other] {" "}For a summary or note I keep { $kept } of this session, until `{ $prefix }end` and for at most { $hours } hours.
    } To keep less: `{ $prefix }window 10` or `{ $prefix }window 15 min`; to empty it: `{ $prefix }window clear`.
window-set = From now on I keep at most { $messages ->
        [one] 1 message
       *[other] { $messages } messages
    }, for { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    } (policy allows { $allowed } and { $longest }). I keep { $lines ->
        [0] none
       *[other] { $lines }
    } now. Back to all of it: `{ $prefix }window all`.
window-cleared = Done. I keep no words at hand any more, and what was made from them is dropped. New messages count from here.
window-what = Please give a number of messages or minutes, or a word: `{ $prefix }window 10`, `{ $prefix }window 15 min`, `{ $prefix }window all` or `{ $prefix }window clear`.

## Summaries and notes

help-summary = `{ $prefix }summary`: the session in a few lines
    .more = `{ $prefix }summary` writes up to eight lines at your desk, each with the messages it rests on. `{ $prefix }summary for client` drafts one for the people in the room to read; it goes there only with your ok.
help-note = `{ $prefix }note soap`: draft your note
    .more = `{ $prefix }note soap` (or `dap`, `birp`, `free`, or a template of your clinic's) drafts a note at your desk; each line names its messages, and what was not said stays blank. Reply `plan: …` to change a part, and `finalise` to get the file; then I delete the talk.
summary-what = Type `{ $prefix }summary` for yourself, or `{ $prefix }summary for client` for a draft that people in the room may read.
summary-unable = I cannot sum up: this room has no language model. The operator can set up one on this machine.
note-unable = I cannot draft notes: this room has no language model. The operator can set up one on this machine.
note-which = Which kind? I know: { $names }. Type for example `{ $prefix }note soap`.
note-at-desk = At the desk.
note-open = { $code } is still open at the desk, with your changes in it. Please finish that first: reply `finalise` to it, or `no` to drop it.
paper-busy = I am still reading for the last one. Please wait until it is here.
paper-reading = I am reading { $lines } messages, in { $requests } requests. It comes here when it is done.
paper-small = This form is too long for this room's model. The operator can raise `context`, or shorten the template (`docs/notes.md`).
paper-nothing = There is no talk I may read for this: I keep none, or nobody who wrote it has agreed to the model.
paper-unread = The model's answers broke off before there was anything to show. Please tell the operator: it needs more `max_tokens`, or a larger `context`.
paper-empty = I read the talk, and the model found nothing in it for this. You may like to write this one yourself.
paper-unsourced = I read the talk, but nothing of what the model wrote can be shown: { $count ->
        [one] 1 line without a source to support it was left out.
       *[other] { $count } lines without a source to support them were left out.
    } You may like to write this one yourself.
summary =
    __The session in short__ · written by an AI, checked by nobody. Each line names its messages.
    { $lines }
note-page = { $blocks }
note-draft = __{ $code }__ · __{ $title }__ · A draft by an AI. It is part of no record until you make it so.
note-title = __{ $title }__
note-heading = {"\u000A"}__{ $title }__
note-blank = —
note-bare = { $count ->
        [one] (1 line without a source to support it was left out here.)
       *[other] ({ $count } lines without a source to support them were left out here.)
    }
note-unread = (Not all of the talk was read to the end; something may be missing here.)
note-line = - { $text } ({ $links })
note-own = - { $text } _({ $person })_
note-left-out =
    {"\u000A"}Lines left out:
    { $lines }
left-out = { $why ->
        [source] - { $count } without a source.
        [speaker] - { $count } about somebody who did not write the message named as the source.
        [number] - { $count } with a number, a dose or a day that its source does not have.
        [sight] - { $count } with what only eyes can see.
        [quote] - { $count } with a quotation that nobody wrote.
        [denial] - { $count } with a denial that was not asked and answered.
        [judgement] - { $count } with a judgement that is yours to make.
        [shape] - { $count } that cannot be shown.
        [more] - { $count } for lack of space.
        [unread] - { $count } part(s) of the talk not read to the end: lines may be missing.
       *[gone] - { $count } that went with a message which was changed or taken back.
    }
note-how = {"\u000A"}Reply `{ $heading }: your words` to change a part, `{ $heading }:` to empty it, `no` to drop the note. `finalise` gives you the file, and then I delete the talk. Without replying: `{ $prefix }note { $heading }: …`, `finalise { $code }`.
note-what = { $code } is a draft note. Reply `{ $heading }: your words` to change a part, `finalise` to keep it, or `no` to drop it.
note-name-it = Your app does not protect which note a reply is for, so I cannot count it. Please type `finalise { $code }`, or `{ $prefix }note { $heading }: your words`.
note-none = There is no open note. `{ $prefix }note` shows which kinds I can draft.
note-newer = There is a newer wording of this note, { $code }. Please read that one, then reply `finalise` to it.
note-dropped = { $code } is dropped. What I read is kept with the talk, so the next one is quick.
note-overdue = { $code } was not finalised within { $hours } hours, so I no longer have it.
note-final = __{ $title }__, finalised by { $person }. Here it is as a file; once you save it, anybody with your device can open it. I have deleted the talk it was made from.
note-file = Drafted by an AI from the chat of this session; read and finalised by { $person }.

## Suggestions and offers: for the desk alone

help-suggest = `{ $prefix }suggest`: points about the talk, at your desk
    .more = `{ $prefix }suggest` looks at the talk I keep and brings a few points to your desk: what to notice, what you might ask, words used differently. Each links to the messages it rests on. With a question, such as `{ $prefix }suggest what did we leave open?`, it keeps to that. Type it at the desk, and the client sees nothing of it.
suggest-answer =
    { answer-label }

    { $points }{ $cut ->
        [1]
        {"\u000A\u000A"}_There was more; I cut it here._
       *[0] {""}
    }{ $human ->
        [1]
        {"\u000A\u000A"}_To reach a human, ask your therapist here or call the clinic._
       *[0] {""}
    }
suggest-point = - { $answer } ({ $links })
message-link = { $label } { $link }{ $voiced ->
        [1] {" "}(voice)
       *[0] {""}
    }{ $last ->
        [0] , { $more }
       *[1] {""}
    }
suggest-left-out = {"\u000A"}{ $count ->
        [one] _1 point without a source to support it was left out._
       *[other] _{ $count } points without a source to support them were left out._
    }
suggest-unsourced = { $count ->
        [one] 1 point without a source to support it was left out, and nothing else came of it.
       *[other] { $count } points without a source to support them were left out, and nothing else came of it.
    } You can ask again.
suggest-elsewhere = The answer comes to the desk. If you are not in that room yet, please accept my invitation and type it there.
suggest-nothing = I found nothing in the talk to point you to. That happens. A question may bring up something else: `{ $prefix }suggest what did we leave open?`
suggest-no-talk = There is no talk I may use now, so I asked no model. `{ $prefix }window` says what I keep.
suggest-unable = I cannot suggest anything: this room has no language model. The operator can set up one on this machine.
suggest-stays = What goes to the desk stays in the clinic, and this room's model is outside it, so I sent nothing. The operator can set up a model in the clinic.
offer-kind = An idea, unasked ({ $kind ->
        [term] a word that may need explaining
        [idiom] an expression that may not carry over
        [two-meanings] one word, two meanings
       *[unanswered] a question left open
    })
offers-spent = No more ideas from me in this session: the { $most } tokens set aside for them are used up. `{ $prefix }suggest` still works.

## Live translation

interpret-on = Live translation is on: { $languages }. { $how ->
    [once] Each message in one of these goes to the model, alone, and its translation comes as a reply.
    [cards] Each message in one of these goes to the model, alone; its translation comes as a reply once a therapist has let it out.
   *[never] Each message in one of these goes to the model, alone; only the therapists see its translation.
    } `{ $prefix }translate auto off` ends it.
waiver-card =
    __{ $code }__ · Live translation, { $languages }: without your ok on each?
    `yes` means: each translation goes to the room at once, labelled “unchecked”. It can be wrong, and people will answer it. A doubtful one (a dose, a diagnosis, danger that its message does not speak of) still waits here. It ends when the AI or live translation goes off.
    Reply `yes`, or `no` for a card on each as now. `yes { $code }` works without a reply.
waiver-line = __{ $code }__ · Live translation without your ok on each
waiver-outcome = __{ $code }__ · { $person }, { $time }: live translation goes out at once, until it or the AI is turned off.
waiver-refused = __{ $code }__ · { $person }, { $time }: a card on each, as before.
waiver-closed = __{ $code }__ · closed: live translation is off.
waiver-given = { $code } is let out already. `{ $prefix }translate auto off` ends it.
waiver-which = { $code }: please reply `yes`, or `no` for a card on each.
waiver-told = Live translation is on: { $languages }. { $person } lets it come at once, unchecked, for this session. `{ $prefix }translate auto off` ends it.
interpret-off = Live translation is off.
interpret-already = Live translation is on already: { $languages }. `{ $prefix }translate auto off` ends it.
interpret-off-already = Live translation is off already. `{ $prefix }translate auto id en` turns it on.
interpret-what = Between which languages? Name two, or three at most: `{ $prefix }translate auto id en`. `{ $prefix }translate auto off` ends it.
interpret-unknown = I do not know one of these languages. Please name each with one word or two letters: `{ $prefix }translate auto id en`.
interpret-same = These are the same language to me. Please name two that differ: `{ $prefix }translate auto id en`.
interpret-fails = The last { $count } messages could not be translated live. The last one: { $why ->
    [refused] the model declined, or answered the message
    [tongue] it was not in the language that was asked for
    [shape] it was not as long as the text, or in other paragraphs
    [turned] it denied a danger that the text does not deny, or the other way round
    [long] it was far longer than the text
    [echo] part of the text was left untranslated
    [same] it only repeated the text
    [rules] it repeated what the model was told
    [ours] it looked like a line of mine
    [loop] it said the same few words again and again
    [term] it did not name the term
    [failed] the model gave no answer
   *[empty] there was nothing left to read
    }. I go on trying and say nothing in the room. If it keeps happening, `{ $prefix }translate auto off` ends it, and the operator can look at the model.

## The day's budget

budget-room = What this room may ask the model in a day is used up, or is too little for this, so I sent nothing. It starts again after midnight. You can write here as before; `{ $prefix }stop`, the glossary and everything that needs no model still work.
budget-person = What you may ask the model in a day is used up, or is too little for this, so I sent nothing. It starts again after midnight. You can write here as before; `{ $prefix }stop`, the glossary and everything that needs no model still work.
budget-large = This takes more than half of what can still be asked of the model today.
budget-most = { $percent } % of what this room may ask the model today is used. Once it is used up, whoever asks is told so; the talk, `{ $prefix }stop` and the alarms go on as usual. It starts again after midnight.
budget-interpreting = Live translation ends here for today: what this room may ask the model in a day is used up. After midnight a therapist can turn it on again. Until then, please give each other more time.
