/** Events of a database's own, below those of its replication; and what its parts hand each other. */
export const WORK_DONE = 0;
export const DISK_DONE = 1;
export const DISK_REBUILT = 2;
export const DEADLOCK_LOOK = 3;
export const LOCK_EXPIRES = 4;
export const BACKUP_BEGINS = 5;
export const BACKUP_ENDS = 6;
export const VIEW_BEGINS = 7;
export const VIEW_ENDS = 8;
