package org.tlsproxy.maps;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.posix.ErrnoException;

/**
 * {@code hash:}, {@code btree:}, {@code cdb:} and {@code lmdb:}, files that postmap(1) makes. A look-up goes to the file that was open
 * when the process started and sees what postmap has rewritten in place since.
 *
 * <p>While postmap holds its lock a look-up is tried again every 100 ms and fails after 10 s. The loop never waits for a lock; C waits as
 * long as it takes.
 */
final class IndexedTable implements Table {

    private static final int RETRY_MILLIS = 100;
    private static final int TRIES = 100;

    private final String title;
    private final String label;
    private final Source source;
    private final Later later;
    private KeyForm form = KeyForm.UNKNOWN;

    /** Whether the file's keys end with a NUL: Postfix asks with, then without, and stays with what worked. */
    private enum KeyForm { UNKNOWN, WITH_NUL, WITHOUT_NUL }

    /** An open file, how it is locked and how it is searched. */
    private record Source(TableFile file, TableFile.Lock lock, IndexFormat format) { }

    private IndexedTable(String title, String label, Source source, Later later) {
        this.title = title;
        this.label = label;
        this.source = source;
        this.later = later;
    }

    static Table open(String type, String name, MapContext context) throws BadTable {
        String path = name + (type.equals("cdb") ? ".cdb" : type.equals("lmdb") ? ".lmdb" : ".db");
        TableFile file;
        try {
            file = TableFile.open(path);
        } catch (ErrnoException e) {
            throw new BadTable(StartupMessages.databaseNotOpened(path, e.strerror()));
        }
        Source source = source(type, file);
        try {
            checkLocked(source);
        } catch (DamagedTable e) {
            file.close();
            throw new BadTable(wrongFile(type, path));
        }
        if (new File(name).lastModified() > new File(path).lastModified()) {
            context.log().warn(TableMessages.olderThanSource(path, name));
        }
        String label = type.equals("lmdb") ? type + ":" + name : type + ":" + path;
        return new IndexedTable(type + ":" + name, label, source, context.later());
    }

    private static Source source(String type, TableFile file) {
        return switch (type) {
            case "hash" -> new Source(file, TableFile.Lock.FLOCK, new BerkeleyHash(file));
            case "btree" -> new Source(file, TableFile.Lock.FLOCK, new BerkeleyTree(file));
            case "lmdb" -> new Source(file, TableFile.Lock.FCNTL, new LmdbFile(file));
            default -> new Source(file, TableFile.Lock.NONE, new CdbFile(file));
        };
    }

    private static String wrongFile(String type, String path) {
        return switch (type) {
            case "cdb" -> TableMessages.notCdb(path);
            case "lmdb" -> TableMessages.notLmdb(path);
            default -> StartupMessages.databaseNotOpened(path, "Invalid argument");
        };
    }

    /** A process that starts may wait for postmap. A file that stays locked is taken on trust: each look-up finds out by itself. */
    private static void checkLocked(Source source) throws DamagedTable {
        for (int i = 0; i < TRIES; i++) {
            if (source.file().lock(source.lock())) {
                try {
                    source.format().check();
                    return;
                } finally {
                    source.file().unlock(source.lock());
                }
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        find(Folding.lower(key), TRIES, then);
    }

    private void find(String key, int triesLeft, Consumer<Answer> then) {
        if (source.file().lock(source.lock())) {
            Answer answer;
            try {
                answer = search(key);
            } finally {
                source.file().unlock(source.lock());
            }
            then.accept(answer);
        } else if (triesLeft == 0) {
            int seconds = TRIES * RETRY_MILLIS / 1000;
            then.accept(new Answer.Failed(List.of(TableMessages.locked(source.file().path(), seconds))));
        } else {
            later.in(RETRY_MILLIS, () -> find(key, triesLeft - 1, then));
        }
    }

    private Answer search(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        try {
            Optional<byte[]> value = Optional.empty();
            if (form != KeyForm.WITHOUT_NUL) {
                value = remember(KeyForm.WITH_NUL, source.format().find(Arrays.copyOf(bytes, bytes.length + 1)));
            }
            if (value.isEmpty() && form != KeyForm.WITH_NUL) {
                value = remember(KeyForm.WITHOUT_NUL, source.format().find(bytes));
            }
            return value.isEmpty() ? Answer.MISSING : new Answer.Found(withoutNul(value.get()));
        } catch (DamagedTable e) {
            return new Answer.Failed(List.of(TableMessages.damaged(source.file().path(), e.getMessage())));
        }
    }

    private Optional<byte[]> remember(KeyForm tried, Optional<byte[]> value) {
        if (value.isPresent()) {
            form = tried;
        }
        return value;
    }

    private static byte[] withoutNul(byte[] value) {
        boolean ends = value.length > 0 && value[value.length - 1] == 0;
        return ends ? Arrays.copyOf(value, value.length - 1) : value;
    }
}
