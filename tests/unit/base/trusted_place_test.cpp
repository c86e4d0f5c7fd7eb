// SPDX-License-Identifier: MIT
#include "base/trusted_place.hpp"

#include <string_view>

#include <unistd.h>

#include <doctest/doctest.h>

using namespace cppsecret;

namespace {

constexpr Viewer ann{1000, true};
constexpr Viewer ann_with_group{1000, true, [](gid_t group) { return group == 1000; }};
constexpr Viewer root{0, true};
constexpr Viewer anns_podman{0, false}; // rootless: she is uid 0 of a namespace
constexpr Viewer random_uid{1000620000, true};

struct stat place(uid_t owner, mode_t mode)
{
    struct stat status {};
    status.st_uid = owner;
    status.st_gid = 1000;
    status.st_mode = mode;
    return status;
}

} // namespace

TEST_CASE("a folder is written to if we alone put files there, or each his own")
{
    struct Row {
        const char *name;
        const Viewer &viewer;
        uid_t owner;
        mode_t mode;
        Writers writers;
        bool is_written_to;
        bool is_kept_from_others;
    };
    for (const Row &row : {
             Row{"ours", ann, 1000, 0700, Writers::Us, true, true},
             Row{"ours, which others can read", ann, 1000, 0755, Writers::Us, true, true},
             Row{"root's", ann, 0, 0755, Writers::Root, false, true},
             Row{"root's, to root", root, 0, 0755, Writers::Us, true, true},
             Row{"another user's", ann, 1001, 0755, Writers::Others, false, false},
             Row{"another user's, open to all", ann, 1001, 0777, Writers::Others, false, false},
             Row{"another user's, sticky", ann, 1001, 01777, Writers::Others, false, false},
             Row{"a user's, to root", root, 1000, 0700, Writers::Others, false, false},
             Row{"ours in podman's namespace", anns_podman, 0, 0700, Writers::Us, true, true},
             Row{"root's in podman's namespace", anns_podman, 65534, 0755, Writers::Root, false,
                 true},
             Row{"a container's user in podman's namespace", anns_podman, 1000, 0755,
                 Writers::Others, false, false},
             Row{"nobody's where root has a number", ann, 65534, 0755, Writers::Others, false,
                 false},
             Row{"root's, in a container with a random uid", random_uid, 0, 0755, Writers::Root,
                 false, true},
             Row{"open to root's group, in a container with a random uid", random_uid, 0, 0775,
                 Writers::Shared, false, false},
             Row{"a HOME of 1001, in a container with a random uid", random_uid, 1001, 0755,
                 Writers::Others, false, false},
             Row{"ours, in a container with a random uid", random_uid, 1000620000, 0700,
                 Writers::Us, true, true},
             Row{"/tmp", ann, 0, 01777, Writers::Sticky, true, true},
             Row{"/tmp in podman's namespace", anns_podman, 65534, 01777, Writers::Sticky, true,
                 true},
             Row{"ours and sticky", ann, 1000, 01777, Writers::Sticky, true, true},
             Row{"ours, open to a group", ann, 1000, 0775, Writers::Shared, false, false},
             Row{"ours, open to a group of ours alone", ann_with_group, 1000, 0775, Writers::Us,
                 true, true},
             Row{"ours, open to that and to all", ann_with_group, 1000, 0777, Writers::Shared,
                 false, false},
             Row{"ours, open to all", ann, 1000, 0757, Writers::Shared, false, false},
             Row{"root's, open to all", ann, 0, 0777, Writers::Shared, false, false},
         }) {
        CAPTURE(row.name);
        const Writers writers = writers_of(place(row.owner, S_IFDIR | row.mode), row.viewer);
        CHECK(writers == row.writers);
        CHECK(is_written_to(writers) == row.is_written_to);
        CHECK(is_kept_from_others(writers) == row.is_kept_from_others);
    }
}

TEST_CASE("logins are taken from files of ours and of root's")
{
    struct Row {
        const char *name;
        const Viewer &viewer;
        uid_t owner;
        bool are_taken;
    };
    for (const Row &row :
         {Row{"ours", ann, 1000, true}, Row{"root's", ann, 0, true},
          Row{"another user's", ann, 1001, false}, Row{"nobody's", ann, 65534, false},
          Row{"a user's, to root", root, 1000, false},
          Row{"ours in podman's namespace", anns_podman, 0, true},
          Row{"root's in podman's namespace", anns_podman, 65534, true},
          Row{"a container's in podman's namespace", anns_podman, 1000, false},
          Row{"root's, to a random uid", random_uid, 0, true},
          Row{"of who made the image, to a random uid", random_uid, 1001, false}}) {
        CAPTURE(row.name);
        CHECK(are_logins_taken(row.owner, row.viewer) == row.are_taken);
    }
}

TEST_CASE("a link is followed if it and its folder are ours or root's")
{
    struct Row {
        const char *name;
        const Viewer &viewer;
        uid_t link;
        uid_t folder;
        bool is_followed;
    };
    for (const Row &row :
         {Row{"ours in a folder of ours", ann, 1000, 1000, true},
          Row{"root's in a folder of root's", ann, 0, 0, true},
          Row{"ours in /tmp", ann, 1000, 0, true},
          Row{"another user's in /tmp", ann, 1001, 0, false},
          Row{"another user's in a folder of ours", ann, 1001, 1000, false},
          Row{"ours in a folder of another user", ann, 1000, 1001, false},
          Row{"a user's, to root", root, 1000, 1000, false},
          Row{"root's in podman's namespace", anns_podman, 65534, 65534, true},
          Row{"of who made the image, to a random uid", random_uid, 1001, 0, false}}) {
        CAPTURE(row.name);
        CHECK(is_followed(place(row.link, S_IFLNK | 0777), place(row.folder, S_IFDIR | 0777),
                          row.viewer) == row.is_followed);
    }
}

TEST_CASE("whether root outside of a namespace has a number in it")
{
    struct Row {
        const char *name;
        std::string_view map;
        bool is_mapped;
    };
    for (const Row &row :
         {Row{"no namespace", "         0          0 4294967295\n", true}, Row{"no map", "", true},
          Row{"unshare --map-root-user", "         0       1000          1\n", false},
          Row{"rootless podman", "0 1000 1\n1 100000 65536\n", false},
          Row{"made by root", "1000 1000 1\n5 0 1\n", true}}) {
        CAPTURE(row.name);
        CHECK(maps_root(row.map) == row.is_mapped);
    }
    CHECK(Viewer::of_process().uid == ::geteuid());
}
