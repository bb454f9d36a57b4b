package org.tlsproxy.maps;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.posix.ErrnoException;

/** {@code texthash:} and {@code inline:}: a table that is read into memory when it is opened. A changed file is seen by new processes. */
final class TextTable implements Table {

    private final String title;
    private final Map<String, byte[]> values = new HashMap<>();

    private TextTable(String title) {
        this.title = title;
    }

    /** The source text of postmap(1). An entry whose files cannot be read is left out with a warning. */
    static Table file(String path, Logger log) throws BadTable {
        TextTable table = new TextTable("texthash:" + path);
        try {
            for (LogicalLines.Line line : LogicalLines.read(path, log)) {
                table.addLine(path, line, log);
            }
        } catch (ErrnoException e) {
            throw new BadTable(StartupMessages.databaseNotOpened(path, e.strerror()));
        }
        return table;
    }

    private void addLine(String path, LogicalLines.Line line, Logger log) throws BadTable {
        int end = endOfKey(line.text());
        String key = line.text().substring(0, end);
        String list = Braces.trim(line.text().substring(end));
        if (list.isEmpty()) {
            log.warn(TableMessages.noKeyAndValue(path, line.number()));
            return;
        }
        if (key.endsWith(":")) {
            log.warn(TableMessages.aliasFormat(path, line.number()));
        }
        byte[] value;
        try {
            value = ValueFiles.read(list);
        } catch (BadTable e) {
            log.warn(TableMessages.entrySkipped(path, line.number(), e.getMessage()));
            return;
        }
        if (values.putIfAbsent(Folding.lower(key), value) != null) {
            throw new BadTable(TableMessages.duplicateEntry(path, line.number(), key));
        }
    }

    /** A key ends at white space that neither double quotes nor a backslash protect. */
    private static int endOfKey(String text) {
        boolean quoted = false;
        int at = 0;
        while (at < text.length() && (quoted || !Braces.isBlank(text.charAt(at)))) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                quoted = !quoted;
            }
            at++;
        }
        return Math.min(at, text.length());
    }

    /** @param name {@code {name=files, {name = files, with blanks}}}; of two equal names the last one counts */
    static Table inline(String name) throws BadTable {
        String title = "inline:" + name;
        TextTable table = new TextTable(title);
        List<String> members = Braces.isGroup(name) ? Braces.split(Braces.inside(name)) : List.of();
        if (members.isEmpty()) {
            throw new BadTable(TableMessages.badSyntax(title, "inline:{name=value...}"));
        }
        for (String member : members) {
            try {
                table.addMember(member.startsWith("{") ? Braces.inside(member) : member);
            } catch (BadTable e) {
                throw new BadTable(TableMessages.badMember(e.getMessage(), title));
            }
        }
        return table;
    }

    private void addMember(String member) throws BadTable {
        int equals = member.indexOf('=');
        if (equals < 0) {
            throw new BadTable(TableMessages.missingEquals());
        }
        String key = Braces.trim(member.substring(0, equals));
        if (key.isEmpty()) {
            throw new BadTable(TableMessages.missingName());
        }
        values.put(Folding.lower(key), ValueFiles.read(Braces.trim(member.substring(equals + 1))));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        byte[] value = values.get(Folding.lower(key));
        then.accept(value == null ? Answer.MISSING : new Answer.Found(value));
    }
}
