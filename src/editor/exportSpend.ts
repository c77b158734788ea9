import { open, type FileHandle } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Ledger } from '../ledger/ledger.ts';
import type { ReportQuery } from '../ledger/report.ts';
