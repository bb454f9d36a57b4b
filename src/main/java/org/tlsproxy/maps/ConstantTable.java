package org.tlsproxy.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.tlsproxy.log.TableMessages;

/** {@code static:} and {@code randmap:}: the same value, or any of several, for whatever is asked. */
final class ConstantTable implements Table {

    private final String title;
    private final List<byte[]> values;

    private ConstantTable(String title, List<byte[]> values) {
        this.title = title;
        this.values = values;
    }

    /** @param name file names, in braces if there are several */
    static Table one(String name) throws BadTable {
        String files = name.startsWith("{") ? Braces.inside(name) : name;
        return new ConstantTable("static:" + name, List.of(ValueFiles.read(files)));
    }

    /** @param name {@code {file, file...}} */
    static Table oneOf(String name) throws BadTable {
        List<byte[]> values = new ArrayList<>();
        if (Braces.isGroup(name)) {
            for (String file : Braces.splitPlainly(Braces.inside(name))) {
                values.add(ValueFiles.read(file));
            }
        }
        if (values.isEmpty()) {
            throw new BadTable(TableMessages.badSyntax("randmap:" + name, "randmap:{value...}"));
        }
        return new ConstantTable("randmap:" + name, values);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        int which = values.size() == 1 ? 0 : ThreadLocalRandom.current().nextInt(values.size());
        then.accept(new Answer.Found(values.get(which)));
    }
}
