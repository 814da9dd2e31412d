// Polls as the SDK knows them: how one looks to its owner, and a vote as an app sends it on a tap.

import { PollResponseEvent } from "matrix-js-sdk/lib/extensible_events_v1/PollResponseEvent.js";

const known = ({ client }, { room, poll }) => client.getRoom(room)?.polls.get(poll);

// What an app would draw: the question, the answers' texts, and whether it is closed; null while it knows no such poll.
export async function poll(person, order) {
    const found = known(person, order);
    if (!found?.pollEvent) return null;
    await found.getResponses();
    const { question, answers, kind, maxSelections } = found.pollEvent;
    return {
        question: question.text,
        answers: answers.map(({ text }) => text),
        kind: kind.name,
        most: maxSelections,
        ended: found.isEnded,
    };
}

// Votes for the answers that read so; for none, to take one's vote back. `stable` sends it under the stable name.
export async function vote(person, { room, poll: id, texts, stable }) {
    const { answers } = known(person, { room, poll: id }).pollEvent;
    const chosen = answers.filter(({ text }) => texts.includes(text)).map((answer) => answer.id);
    const { type, content } = PollResponseEvent.from(chosen, id).serialize();
    if (!stable) return (await person.client.sendEvent(room, type, content)).event_id;
    const { "org.matrix.msc3381.poll.response": said, ...rest } = content;
    const again = { ...rest, "m.poll.response": said };
    return (await person.client.sendEvent(room, "m.poll.response", again)).event_id;
}
