package org.tlsproxy.maps;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code unionmap:} and {@code pipemap:}, tables of tables. A union joins by commas what its members find, which makes no base64 of two
 * results; a pipe looks the result of one up in the next. Both are of little use for keys and certificates, and behave as Postfix's.
 */
final class CompositeTable implements Table {

    private final String title;
    private final boolean pipe;
    private final List<Table> members;

    private CompositeTable(String title, boolean pipe, List<Table> members) {
        this.title = title;
        this.pipe = pipe;
        this.members = List.copyOf(members);
    }

    static Table of(String type, String title, List<Table> members) {
        return new CompositeTable(title, type.equals("pipemap"), members);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        if (pipe) {
            next(0, key, then);
        } else {
            join(0, new Union(key, new ByteArrayOutputStream()), then);
        }
    }

    private void next(int member, String key, Consumer<Answer> then) {
        members.get(member).find(key, answer -> {
            if (member + 1 < members.size() && answer instanceof Answer.Found found) {
                next(member + 1, new String(found.value(), StandardCharsets.UTF_8), then);
            } else {
                then.accept(answer);
            }
        });
    }

    private record Union(String key, ByteArrayOutputStream joined) { }

    private void join(int member, Union union, Consumer<Answer> then) {
        if (member == members.size()) {
            then.accept(union.joined().size() == 0 ? Answer.MISSING : new Answer.Found(union.joined().toByteArray()));
            return;
        }
        members.get(member).find(union.key(), answer -> {
            if (answer instanceof Answer.Failed) {
                then.accept(answer);
                return;
            }
            if (answer instanceof Answer.Found found) {
                if (union.joined().size() > 0) {
                    union.joined().write(',');
                }
                union.joined().writeBytes(found.value());
            }
            join(member + 1, union, then);
        });
    }
}
