package org.tlsproxy.trust;

/** A CApath: files that c_rehash has named after the hash of a subject, {@code HHHHHHHH.0} and so on. */
public interface DirectorySource {

    /** @param name of a file in the directory. @return its content, or why there is none; never throws */
    FileSource.Content read(String name);
}
