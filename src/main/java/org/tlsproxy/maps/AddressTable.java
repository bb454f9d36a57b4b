package org.tlsproxy.maps;

import java.util.function.Consumer;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.posix.ErrnoException;

/** {@code cidr:}, a table of address ranges. No server name is an address, so it finds nothing; only that it can be read matters. */
record AddressTable(String title) implements Table {

    static Table open(String name, Logger log) throws BadTable {
        if (name.startsWith("{")) {
            PatternFile.inlineRules("cidr", name);
        } else {
            try {
                LogicalLines.read(name, log);
            } catch (ErrnoException e) {
                throw new BadTable(TableMessages.fileNotRead("open", name, e.strerror()));
            }
        }
        return new AddressTable("cidr:" + name);
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        then.accept(Answer.MISSING);
    }
}
