package org.tlsproxy.maps;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.posix.ErrnoException;

/**
 * The values of tables whose right-hand sides are names of files: their contents, a newline between two, in base64 as indexed tables
 * have it. Read when the table is opened, since the jail has neither the paths nor the rights.
 */
final class ValueFiles {

    private ValueFiles() { }

    /** @param list file names separated by commas and blanks */
    static byte[] read(String list) throws BadTable {
        List<String> names = Braces.splitPlainly(list);
        if (names.isEmpty()) {
            throw new BadTable(TableMessages.noPathname(list));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            if (all.size() > 0) {
                all.write('\n');
            }
            all.writeBytes(contents(name));
        }
        return Base64.getEncoder().encode(all.toByteArray());
    }

    private static byte[] contents(String name) throws BadTable {
        TableFile file;
        try {
            file = TableFile.open(name);
        } catch (ErrnoException e) {
            throw new BadTable(TableMessages.fileNotRead("open", name, e.strerror()));
        }
        try {
            return file.contents();
        } catch (ErrnoException e) {
            throw new BadTable(TableMessages.fileNotRead("read", name, e.strerror()));
        } finally {
            file.close();
        }
    }
}
