import ts from 'typescript';
import { nodesIn, replaceNode } from '../source.ts';
import type { Defect } from './defect.ts';

/** `Math.floor(price * 100)`: 19.99 * 100 is a little less than 1999. */
export const floatMoney: Defect = {
  needs: 'subtle',
  severity: 'error',
  find: (source) =>
    nodesIn(source)
      .filter(ts.isCallExpression)
      .flatMap((node) => {
        const [amount] = node.arguments;
        if (!/^(?:Math\.(?:floor|trunc)|parseInt)$/.test(node.expression.getText())) return [];
        if (!amount || !amount.getText().endsWith('* 100')) return [];
        return {
          node,
          message: `\`${amount.getText()}\` is a floating-point number just below the cent it means; cutting it off loses a cent.`,
          fix: [replaceNode(node, `Math.round(${amount.getText()})`)],
          mistakes: { plain: [replaceNode(amount, `Number((${amount.getText()}).toFixed(20))`)] },
        };
      }),
};
