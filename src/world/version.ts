// The package's version. Copies of the kernel that meet in one process compare it; a test keeps it equal to package.json.
export const version = '0.1.0';
