// The content of a message as Element writes it: replies, threads, edits, mentions, formatted bodies.

function relation({ reply_to: reply, thread }) {
    const replied = reply ? { "m.in_reply_to": { event_id: reply } } : {};
    if (!thread) return replied;
    return {
        rel_type: "m.thread",
        event_id: thread,
        is_falling_back: !reply,
        "m.in_reply_to": { event_id: reply ?? thread },
    };
}

function message({ body, msgtype = "m.text", formatted, mentions = [] }) {
    const content = { msgtype, body, "m.mentions": mentions.length ? { user_ids: mentions } : {} };
    return formatted ? { ...content, format: "org.matrix.custom.html", formatted_body: formatted } : content;
}

export function written(order) {
    const content = message(order);
    if (order.edit_of) {
        return {
            ...content,
            body: `* ${content.body}`,
            "m.new_content": content,
            "m.relates_to": { rel_type: "m.replace", event_id: order.edit_of },
        };
    }
    const relates = relation(order);
    return Object.keys(relates).length ? { ...content, "m.relates_to": relates } : content;
}
