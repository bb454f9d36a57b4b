package org.tlsproxy.maps;

import java.util.List;
import java.util.function.Consumer;
import org.tlsproxy.log.StartupMessages;

/** A table that could not be opened: every look-up fails and says why. The rest of the service goes on. */
record Unavailable(String title, String reason) implements Table {

    @Override
    public void find(String key, Consumer<Answer> then) {
        then.accept(new Answer.Failed(List.of(StartupMessages.tableUnavailable(title, reason))));
    }
}
