import { viewer } from '../lib/viewer'
import { Account } from './account'
import { SignIn } from './sign-in'

export const Entrance = () => (viewer.value ? <Account me={viewer.value} /> : <SignIn />)
